import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { messageOf } from '../domain/failure.ts'

/** Somebody of the imaginary company, as the Teams client knows them. */
export interface PlaygroundUser {
  readonly name: string
  /** Also the user principal name. */
  readonly email: string
}

export interface PlaygroundOptions {
  /** Where the bot listens: http://127.0.0.1:PORT/api/messages */
  readonly botUrl: string
  /** Port of the browser page; 0 takes any free one. */
  readonly port: number
  /** Who sits before this window. */
  readonly user: PlaygroundUser
  /** Everybody else the chats know: at most five. */
  readonly others: readonly PlaygroundUser[]
  /** Entra tenant the chats belong to. */
  readonly tenant: string
  /** Where configuration and log are written; each window has its own files there. */
  readonly folder: string
}

export interface Playground {
  readonly is: 'running'
  /** Address of the page, to open in a browser. */
  readonly url: string
  stop(): Promise<void>
}

export interface NoPlayground {
  readonly is: 'missing' | 'failed'
  readonly why: string
}

const READY_MS = 10_000
const PACKAGE = '@microsoft/m365agentsplayground'

/**
 * Starts one window of Microsoft 365 Agents Playground, a Teams client that needs no account. Bound to loopback, telemetry off.
 * It ends with `stop`, and by itself when this process is gone.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground | NoPlayground> {
  const cli = findPlayground()
  if (!cli) return { is: 'missing', why: `${PACKAGE} is not installed` }
  const name = options.user.email.split('@')[0]!.replace(/[^\w.-]/g, '_')
  const config = join(options.folder, `playground-${name}.yml`)
  const guard = join(options.folder, 'playground-guard.cjs')
  await mkdir(options.folder, { recursive: true })
  await writeFile(config, configOf(options))
  await writeFile(guard, GUARD)
  const port = options.port || (await freePort())
  const child = spawn(process.execPath, ['--require', guard, cli, 'start', ...argumentsOf(options, port)], {
    cwd: options.folder,
    env: {
      ...process.env,
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(options.folder, `playground-${name}.log`),
      TEAMSAPPTESTER_BROWSER: 'none',
    },
    // The pipe on stdin is how the window learns that we are gone, however we went.
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  try {
    await ready(child, port)
    return { is: 'running', url: `http://127.0.0.1:${port}`, stop: () => end(child) }
  } catch (thrown) {
    await end(child)
    return { is: 'failed', why: messageOf(thrown) }
  }
}

function argumentsOf({ botUrl }: PlaygroundOptions, port: number): readonly string[] {
  const service = `http://127.0.0.1:${port}/_connector`
  return ['--app-endpoint', botUrl, '--channel-id', 'msteams', '--port', String(port), '--service-url', service, '--disable-telemetry']
}

function findPlayground(): string | null {
  try {
    const cli = join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'cli.js')
    return existsSync(cli) ? cli : null
  } catch {
    return null
  }
}

/** The Playground wants exactly five users beside the one who sits before the window. */
const COLLEAGUES: readonly PlaygroundUser[] = [
  { name: 'Inès Roussel', email: 'ines.roussel@contoso.example' },
  { name: 'Tom Becker', email: 'tom.becker@contoso.example' },
  { name: 'Priya Nair', email: 'priya.nair@contoso.example' },
  { name: 'Luca Ferri', email: 'luca.ferri@contoso.example' },
  { name: 'Maya Lindqvist', email: 'maya.lindqvist@contoso.example' },
]

/** Chats get new ids at every start: the window begins empty, and a conversation with an old id would be one the bot believes it has filled. */
function configOf({ user, others, tenant }: PlaygroundOptions): string {
  const run = randomBytes(4).toString('hex')
  const company = [...others, ...COLLEAGUES].filter((each) => each.email !== user.email).slice(0, 5)
  // JSON is YAML, which is what the Playground reads.
  return JSON.stringify({
    version: '0.1.1',
    tenantId: tenant,
    bot: { id: '28:mailflow-medic', name: 'Mailflow Medic' },
    currentUser: described(user),
    users: company.map(described),
    personalChat: { id: `a:personal-${run}` },
    groupChat: { id: `19:group-${run}`, name: 'Mail flow' },
    team: {
      id: `19:team-${run}`,
      name: 'Messaging',
      aadGroupId: uuidOf(`team ${run}`),
      channels: [{ id: `19:alerts-${run}`, name: 'Alerts' }],
    },
  })
}

function described({ name, email }: PlaygroundUser): Readonly<Record<string, string>> {
  const [givenName, ...surname] = name.split(' ')
  return {
    id: `29:${email}`,
    name,
    // Spelt this way in the Playground's schema.
    userPrincipleName: email,
    aadObjectId: uuidOf(email),
    givenName: givenName!,
    surname: surname.join(' '),
    email,
  }
}

/** The same person has the same object id in every window and after a restart. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}

/** By itself the Playground listens on every interface and outlives its parent. Loaded before it, this keeps it on loopback and on our leash. */
const GUARD = `'use strict'
const net = require('node:net')
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...args) {
  const [first, second, ...rest] = args
  if (first !== null && typeof first === 'object') return listen.call(this, first.path ? first : { ...first, host: '127.0.0.1' }, ...args.slice(1))
  if (typeof second === 'string') return listen.call(this, first, '127.0.0.1', ...rest)
  return listen.call(this, first, '127.0.0.1', ...args.slice(1))
}
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume()
`

function ready(child: ChildProcess, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const give = (why: string) => reject(new Error(why))
    const timer = setTimeout(() => give(`the Playground did not start within ${READY_MS / 1000} s`), READY_MS)
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4000)
      const bound = /Listening on (\d+)/.exec(said)?.[1]
      if (!bound) return
      clearTimeout(timer)
      // It moves to another port when its own is taken, and would then tell the bot a wrong address.
      Number(bound) === port ? resolve() : give(`port ${port} is taken`)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('error', (error) => give(error.message))
    child.once('exit', (code) => {
      clearTimeout(timer)
      give(`the Playground ended with code ${code}: ${said.trim().slice(-300)}`)
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.stdin?.end()
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_000)
  await gone
  clearTimeout(timer)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
