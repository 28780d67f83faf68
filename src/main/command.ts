import type { Config } from '../config.ts'
import { messageOf } from '../domain/failure.ts'
import type { Language } from '../domain/language.ts'
import { wordsOf } from '../locales/words.ts'
import { spoken } from '../surfaces/console/arguments.ts'
import { runCli } from '../surfaces/console/cli.ts'
import type { ServiceWorld } from '../surfaces/console/console-world.ts'
import type { CommandBody } from '../surfaces/console/endpoint.ts'
import type { Outcome } from '../surfaces/console/outcome.ts'
import { type ConsoleSettings, consoleWorld } from './console-world.ts'
import { loadEnvFile } from './env-file.ts'
import { once } from './once.ts'
import { failureText, terminalLanguage, terminalOf } from './terminal.ts'

/** Options that say where to look from here: such a diagnosis is this terminal's own, not the service's. */
const OWN_NETWORK = ['--dns', '--port', '--allow', '--ca']

/** Commands that answer from what is known alone, and those that come here only to be explained. */
const KNOWLEDGE = ['explain', 'code', 'help', 'start', 'manifest'] as const
/** Options that are answered without looking at anything. */
const ABOUT = ['-h', '--help', '-V', '--version']

/** For commands that work without any configuration. */
const BARE: ConsoleSettings = {
  network: {},
  ranges: { instance: 'Worldwide', baseUrl: null, folder: null },
  rdapBootstrap: null,
  control: null,
  mode: 'live',
  slack: null,
  teams: null,
}

/** Runs a command: in the running service where it needs one, else here. Returns the exit code. */
export async function command(argv: readonly string[]): Promise<number> {
  let language = terminalLanguage(process.env)
  try {
    loadEnvFile()
    language = spoken(argv, terminalLanguage(process.env))
    const outcome = await answer(argv)
    process.stdout.write(outcome.out)
    process.stderr.write(outcome.err)
    return outcome.exit
  } catch (thrown) {
    process.stderr.write(`${failureText(thrown, language)}\n`)
    return 6
  }
}

async function answer(argv: readonly string[]): Promise<Outcome> {
  const terminal = terminalOf(process.stdout, process.env)
  const stdin = once(() => readStdin(terminal.language))
  const opened: { app?: { stop(): Promise<void> } } = {}
  const config = needsNothing(argv) ? null : (await import('./environment.ts')).loadConfig(process.env)
  if (config && !isLocal(argv)) {
    const [{ dataFolder }, { askService }] = await Promise.all([import('./environment.ts'), import('../surfaces/console/endpoint.ts')])
    const folder = dataFolder(config)
    const body: CommandBody = { argv: [...argv], stdin: '', ...terminal }
    const sent = await askService(folder, body)
    if (sent) return sent
  }
  const settings = config ? await commandSettings(config) : BARE
  try {
    const service = once(() => (config ? openService(config, opened) : Promise.resolve(null)))
    return await runCli(argv, consoleWorld({ settings, service, terminal, stdin }))
  } finally {
    await opened.app?.stop()
  }
}

/** What only looks things up, help and the version are there whatever the configuration says. */
const needsNothing = (argv: readonly string[]): boolean =>
  argv.length === 0 || KNOWLEDGE.some((each) => each === argv[0]) || argv.some((word) => ABOUT.includes(word))

/** `diagnose` of hosts with its own network options runs here. */
const isLocal = (argv: readonly string[]): boolean =>
  argv[0] === 'diagnose' && argv.some((word) => OWN_NETWORK.some((option) => word === option || word.startsWith(`${option}=`)))

async function commandSettings(config: Config): Promise<ConsoleSettings> {
  const { networkOf, rangesOf, slackOf, teamsOf } = await import('../app/settings.ts')
  return {
    network: networkOf(config),
    ranges: rangesOf(config),
    rdapBootstrap: null,
    control: config.env.PROBE_CONTROL ?? null,
    mode: config.mode,
    slack: slackOf(config),
    teams: teamsOf(config),
  }
}

/** With no service running, the command opens the data itself and only reads. The sandbox has no tenant to read without its service. */
async function openService(config: Config, opened: { app?: { stop(): Promise<void> } }): Promise<ServiceWorld | null> {
  if (config.mode === 'sandbox') return null
  const [{ createApp }, { settingsOf }, { serviceWorld }, { auditKeyOf, dataFolder }, { default: pino }] = await Promise.all([
    import('../app.ts'),
    import('../app/settings.ts'),
    import('./serve.ts'),
    import('./environment.ts'),
    import('pino'),
  ])
  const settings = settingsOf(config, auditKeyOf(config, dataFolder(config)))
  const app = await createApp({ ...settings, slack: null, teams: null }, pino({ level: 'silent' }))
  opened.app = app
  return serviceWorld(app, null)
}

async function readStdin(language: Language): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  if (process.stdin.isTTY) process.stderr.write(`${wordsOf(language)('console.paste')}\n`)
  try {
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  } catch (thrown) {
    process.stderr.write(`${messageOf(thrown)}\n`)
  }
  return Buffer.concat(chunks)
}
