import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/mailflow.js', import.meta.url))

/** What a command printed, and the code it ended with; null when a signal ended it. */
export interface Ended {
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command as a person would, in a folder of its own with an environment of its own. */
export function runMailflow(place: string, argv: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', MAILFLOW_DATA: join(place, 'data'), ...variables }
  const child = spawn(process.execPath, [BIN, ...argv], { cwd: place, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, ...said })))
}
