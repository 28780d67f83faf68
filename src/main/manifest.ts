import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PACKER = fileURLToPath(new URL('../../manifests/teams/pack.mjs', import.meta.url))

/** `mailflow manifest teams [FILE]`: packs the Teams app for this bot's id and address, from `.env` and the environment. Returns the exit code. */
export function manifest([platform, ...rest]: readonly string[]): number {
  if (platform !== 'teams') {
    process.stderr.write('mailflow manifest teams [FILE]\n')
    return 2
  }
  if (existsSync('.env')) process.loadEnvFile('.env')
  return spawnSync(process.execPath, [PACKER, ...rest], { stdio: 'inherit' }).status ?? 1
}
