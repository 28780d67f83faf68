import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The build that is measured: `BENCH_DIST` (a URL or path ending in a slash), else `dist`. */
export const DIST = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url).href

/** What `BENCH_PROFILE` leaves a CPU profile of. */
const PROFILED = new Set(['service.mjs', 'prober.mjs', 'reader.mjs'])
const LINES_KEPT = 200
const GRACE_MS = 10_000
const running = new Set()

/**
 * Starts one of the programs beside this file in a process of its own; it ends when this process does.
 * `ask` sends a message and gives the answer; `log` is what it wrote; `spawnedAt` is on the clock of `performance.now()`.
 */
export async function startChild(program) {
  const spawnedAt = performance.now()
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: process.env.BENCH_PROFILE && PROFILED.has(program) ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [],
    env: { ...process.env, BENCH_DIST: DIST, NODE_ENV: 'production' },
  })
  running.add(child)
  const log = []
  const gone = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child)
      resolve(`${program} ended (${signal ?? code}):\n${log.slice(-10).join('\n')}`)
    })
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log.push(...text.split('\n').filter(Boolean))
      log.splice(0, log.length - LINES_KEPT)
    })
  }
  return { spawnedAt, log, ask: asking(child, gone), stop: () => stop(child, gone) }
}

function asking(child, gone) {
  const waiting = new Map()
  let last = 0
  child.on('message', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) resolve(value)
    else reject(new Error(error))
  })
  gone.then((why) => {
    for (const { reject } of waiting.values()) reject(new Error(why))
  })
  return (what, args = {}) =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, { resolve, reject })
      child.send({ id: last, what, args }, (error) => error && reject(error))
    })
}

async function stop(child, gone) {
  if (!running.has(child)) return
  if (child.connected) child.disconnect()
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(late)
}

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** The other side, for the programs: answers by name; `end` runs when the parent is gone or has had enough. */
export function serveParent(answers, end) {
  process.on('message', async ({ id, what, args }) => {
    try {
      process.send?.({ id, value: await answers[what](args) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once('disconnect', async () => {
    await Promise.resolve(end()).catch(() => {})
    process.exit()
  })
  // A terminal sends the signal to the parent as well, which then disconnects.
  process.on('SIGINT', () => {})
}
