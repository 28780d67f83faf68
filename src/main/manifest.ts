import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { loadEnvFile } from './env-file.ts'

const PACKER = fileURLToPath(new URL('../../manifests/teams/pack.mjs', import.meta.url))

/** `mailflow manifest teams [FILE]`: packs the Teams app for this bot's id and address, from `.env` and the environment. Returns the exit code. */
export function manifest(file: readonly string[]): number {
  loadEnvFile()
  return spawnSync(process.execPath, [PACKER, ...file], { stdio: 'inherit' }).status ?? 1
}
