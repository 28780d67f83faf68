import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../domain/failure.ts'
import type { TenantState } from './state.ts'

/** Writes the tenant as JSON, whole or not at all, before it returns: what was answered as written survives the end of the process. */
export function saveTenant(file: string, state: TenantState): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** A tenant that was saved; null when there is none, or one of another version. Throws when the file cannot be read, Failure `bad-input` when it is no JSON. */
export function loadTenant(file: string): TenantState | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw thrown
  }
  try {
    const state = JSON.parse(text) as TenantState
    return state.version === 1 ? state : null
  } catch (cause) {
    throw new Failure('bad-input', { what: file }, { cause })
  }
}
