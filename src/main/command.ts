import type { Config } from '../config.ts'
import { messageOf } from '../domain/failure.ts'
import { runCli } from '../surfaces/console/cli.ts'
import type { ServiceWorld } from '../surfaces/console/console-world.ts'
import type { CommandBody } from '../surfaces/console/endpoint.ts'
import type { Outcome } from '../surfaces/console/outcome.ts'
import { type ConsoleSettings, consoleWorld } from './console-world.ts'
import { once } from './once.ts'
import { failureText, terminalLanguage } from './terminal.ts'

const WIDTH = 100
/** Options that say where to look from here: such a diagnosis is this terminal's own, not the service's. */
const OWN_NETWORK = ['--dns', '--port', '--allow', '--ca']

/** Commands that answer from what is known alone. */
const KNOWLEDGE = ['explain', 'code'] as const

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
  const language = terminalLanguage(process.env)
  try {
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
  const terminal = {
    language: terminalLanguage(process.env),
    colour: process.stdout.isTTY === true,
    width: Math.min(process.stdout.columns ?? WIDTH, 120),
  }
  const [verb] = argv
  const stdin = once(readStdin)
  const opened: { app?: { stop(): Promise<void> } } = {}
  const config = KNOWLEDGE.some((each) => each === verb) ? null : (await import('./environment.ts')).loadConfig(process.env)
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

/** What only looks things up needs nothing; `diagnose` of hosts with its own network options runs here; help too. */
function isLocal(argv: readonly string[]): boolean {
  const [verb] = argv
  if (verb === undefined || KNOWLEDGE.some((each) => each === verb) || argv.includes('--help') || argv.includes('-h')) return true
  return verb === 'diagnose' && argv.some((word) => OWN_NETWORK.some((option) => word === option || word.startsWith(`${option}=`)))
}

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

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  } catch (thrown) {
    process.stderr.write(`${messageOf(thrown)}\n`)
  }
  return Buffer.concat(chunks)
}
