import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { Failure, messageOf } from '../domain/failure.ts'
import { loadEnvFile } from './env-file.ts'

/** Reads `.env` (without overriding what is set), the environment and `mailflow.yaml`. Throws Failure('config' | 'config-file'). */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  loadEnvFile()
  return readConfig(env, configText(env.MAILFLOW_CONFIG))
}

function configText(path: string | undefined): string | null {
  if (!path) return existsSync('mailflow.yaml') ? readFileSync('mailflow.yaml', 'utf8') : null
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    throw new Failure('config-file', { path, why: messageOf(thrown) }, { cause: thrown })
  }
}

/** The data folder, made when missing. Throws Failure('folder-unwritable'). */
export function dataFolder(config: Config): string {
  const path = config.env.MAILFLOW_DATA
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  } catch (thrown) {
    throw new Failure('folder-unwritable', { path }, { cause: thrown })
  }
}

const MODE_FILE = 'mode'

/**
 * Marks the data folder as the sandbox's or the live service's, before anything in it is read, made or forgotten.
 * A folder from before the mark is the sandbox's when it holds the sandbox's world. Throws Failure('other-mode').
 */
export function claimFolder(folder: string, mode: Config['mode']): void {
  const path = join(folder, MODE_FILE)
  const has = (name: string): boolean => existsSync(join(folder, name))
  const found = has(MODE_FILE) ? readFileSync(path, 'utf8').trim() : has('sandbox') ? 'sandbox' : has('database') ? 'live' : mode
  if (found !== mode) throw new Failure('other-mode', { place: folder, found, wanted: mode })
  try {
    if (!has(MODE_FILE)) writeFileSync(path, `${mode}\n`, { mode: 0o600 })
  } catch (thrown) {
    throw new Failure('folder-unwritable', { path: folder }, { cause: thrown })
  }
}

/** The key of the audit's chain: from the environment, else made once and kept beside (never inside) the database. */
export function auditKeyOf(config: Config, folder: string): string {
  if (config.env.MAILFLOW_AUDIT_KEY) return config.env.MAILFLOW_AUDIT_KEY
  const path = join(folder, 'audit.key')
  try {
    if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
    chmodSync(path, 0o600)
    return readFileSync(path, 'utf8').trim()
  } catch (thrown) {
    throw new Failure('folder-unwritable', { path: folder }, { cause: thrown })
  }
}
