import type { Config } from '../config.ts'
import { wordsOf } from '../locales/words.ts'
import { auditKeyOf, claimFolder, dataFolder, loadConfig } from './environment.ts'
import { runLive } from './live.ts'
import { createLog } from './log.ts'
import { runSandbox } from './sandbox.ts'
import { failureText, terminalLanguage } from './terminal.ts'

/** A running service. */
export interface Running {
  stop(): Promise<void>
}

const GRACE_MS = 20_000

/** `mailflow start [--fresh]`: runs until a signal. Returns the exit code. */
export async function start(argv: readonly string[]): Promise<number> {
  let language = terminalLanguage(process.env)
  try {
    const config = loadConfig(process.env)
    language = terminalLanguage(process.env)
    const signal = nextSignal()
    const running = await run(config, argv.includes('--fresh'), signal.aborted)
    await signal.wait()
    process.stdout.write(`\n${wordsOf(language)('console.up.stopping')}\n`)
    setTimeout(() => process.exit(1), GRACE_MS).unref()
    await running.stop()
    process.stdout.write(`${wordsOf(language)('console.up.stopped')}\n`)
    return 0
  } catch (thrown) {
    process.stderr.write(`${failureText(thrown, language)}\n`)
    if (process.env.MAILFLOW_LOG_LEVEL === 'debug') process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? '') : ''}\n`)
    return 1
  }
}

function run(config: Config, fresh: boolean, aborted: AbortSignal): Promise<Running> {
  const folder = dataFolder(config)
  claimFolder(folder, config.mode)
  // The sandbox talks to a person in this terminal; a service talks to whoever collects its log.
  const level = config.mode === 'sandbox' && !process.env.MAILFLOW_LOG_LEVEL ? 'error' : config.env.MAILFLOW_LOG_LEVEL
  const log = createLog(level)
  // A library that drops a rejection must not take the service down with it; what was under way is taken up by its job.
  process.on('unhandledRejection', (err) => log.error({ err }, 'a rejection nobody handled'))
  const around = {
    config,
    folder,
    auditKey: auditKeyOf(config, folder),
    log,
    language: terminalLanguage(process.env),
    say: (text: string) => process.stdout.write(`${text}\n`),
  }
  return config.mode === 'sandbox' ? runSandbox({ ...around, fresh, aborted }) : runLive(around)
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends at once. */
function nextSignal(): { wait: () => Promise<void>; aborted: AbortSignal } {
  const controller = new AbortController()
  const waiting = new Promise<void>((resolve) => {
    const once = (): void => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
      resolve()
    }
    process.on('SIGINT', once).on('SIGTERM', once)
  })
  return { wait: () => waiting, aborted: controller.signal }
}
