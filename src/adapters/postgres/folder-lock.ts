import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '../../domain/failure.ts'

/** The holder shows that it lives by touching the file this often. */
const BEAT_MS = 1_000
/**
 * A holder that cannot be asked (another container, another machine) is taken for dead after this silence. Making a new database keeps a
 * living one from touching its file for two seconds, and several times as long where the processor is rationed.
 */
const SILENCE_MS = 10_000

interface Holder {
  readonly pid: number
  /** Machine, boot and process-id space: only inside the same one does a process id say anything. */
  readonly world: string
  /** When the process started, so that another one under the same id is not taken for it. Empty where the system does not tell. */
  readonly started: string
  readonly token: string
}

/** What stands in a lock that cannot be read as one. */
const NOBODY_KNOWN: Holder = { pid: 0, world: 'unreadable', started: '', token: '' }

/** `silenceMs`: how long a holder elsewhere may be silent. */
interface Asking {
  readonly path: string
  readonly mine: Holder
  readonly silenceMs: number
}

export interface LockOptions {
  /** Hears, once, that another process took this one for dead and owns the folder now: after a pause of the machine or the container. */
  readonly onLost?: () => void
  readonly silenceMs?: number
}

/**
 * Holds `path` for this process until the returned function is called. The lock of a process that died is taken over.
 * @throws Failure data-in-use when a living process holds it
 * @throws Failure folder-unwritable when the file or its folder cannot be written
 */
export async function lockFolder(path: string, { onLost, silenceMs = SILENCE_MS }: LockOptions = {}): Promise<() => Promise<void>> {
  const mine = await thisProcess()
  try {
    await mkdir(dirname(path), { recursive: true })
    await take({ path, mine, silenceMs })
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('folder-unwritable', { path: dirname(path) }, { cause: error })
  }
  let beating: Promise<void> | undefined
  const beatOnce = async (): Promise<void> => {
    if (await keep(path, mine)) return
    clearInterval(timer)
    onLost?.()
  }
  const timer = setInterval(() => {
    beating = beatOnce()
  }, BEAT_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await beating
    if ((await holderOf(path))?.token === mine.token) await rm(path, { force: true })
  }
}

/** Shows that the holder lives; false when somebody else holds the lock. One that somebody deleted is put back. */
async function keep(path: string, mine: Holder): Promise<boolean> {
  try {
    const holder = await holderOf(path)
    if (holder && holder.token !== mine.token) return false
    if (!holder) return await create(path, mine)
    const now = new Date()
    await utimes(path, now, now)
  } catch {
    // The next beat tries again: a disk that does not answer is no other owner.
  }
  return true
}

async function take(asking: Asking): Promise<void> {
  const { path, mine } = asking
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(path, mine)) return
    const holder = await holderOf(path)
    if (!holder) continue
    if (await lives(asking, holder)) throw new Failure('data-in-use', { path: dirname(path) })
    if (await succeed(asking, holder)) return
  }
  throw new Failure('data-in-use', { path: dirname(path) })
}

/** Written aside and linked into place, so that nobody ever reads half a lock; false when there is one already. */
async function create(path: string, mine: Holder): Promise<boolean> {
  const aside = `${path}.${mine.token}`
  await writeFile(aside, JSON.stringify(mine), { mode: 0o600 })
  try {
    await link(aside, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}

/**
 * Puts our lock in the place of a dead holder's; false when somebody else is at it, or was. Only whoever makes the file that claims this
 * holder's succession may replace the lock, and the lock is never absent meanwhile, so that nobody can slip in between.
 */
async function succeed({ path, mine, silenceMs }: Asking, dead: Holder): Promise<boolean> {
  const claim = `${path}.after-${dead.token.replace(/[^\w-]/g, '_')}`
  if (!(await create(claim, mine)) && !(await inherit({ path: claim, mine, silenceMs }))) return false
  try {
    // Whoever was faster has replaced the lock before giving up the claim.
    if ((await holderOf(path))?.token !== dead.token) return false
    const aside = `${path}.${mine.token}`
    await writeFile(aside, JSON.stringify(mine), { mode: 0o600 })
    await rename(aside, path)
    return true
  } finally {
    await rm(claim, { force: true })
  }
}

/** A claim whose maker died in the middle of it is succeeded to like a lock. */
async function inherit(claim: Asking): Promise<boolean> {
  const rival = await holderOf(claim.path)
  if (!rival) return false
  if (!(await lives(claim, rival))) return succeed(claim, rival)
  await pause(50)
  return false
}

async function lives({ path, mine, silenceMs }: Asking, holder: Holder): Promise<boolean> {
  if (holder.world !== mine.world) return beats(path, silenceMs)
  if (!isRunning(holder.pid)) return false
  const started = await startOf(holder.pid)
  // A process that may not be looked at, or a system that does not tell: only its beat says that it is the same one.
  if (started === '' || holder.started === '') return beats(path, silenceMs)
  return started === holder.started
}

async function beats(path: string, silenceMs: number): Promise<boolean> {
  const before = await lastBeat(path)
  for (let waited = 0; waited < silenceMs; waited += 250) {
    await pause(250)
    const now = await lastBeat(path)
    if (now === null) return false
    if (now !== before) return true
  }
  return false
}

const lastBeat = (path: string): Promise<number | null> =>
  stat(path).then(
    (found) => found.mtimeMs,
    (error) => nullWhenGone(error),
  )

/** null when there is no lock; one that cannot be read as such (a power cut empties it) counts as held by nobody known. */
async function holderOf(path: string): Promise<Holder | null> {
  const text = await readFile(path, 'utf8').catch(nullWhenGone)
  if (text === null) return null
  try {
    return { ...NOBODY_KNOWN, ...(JSON.parse(text) as Partial<Holder> | null) }
  } catch {
    return NOBODY_KNOWN
  }
}

function nullWhenGone(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

async function thisProcess(): Promise<Holder> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const pids = await readlink('/proc/self/ns/pid').catch(() => '')
  const world = [hostname(), boot.trim(), pids].join(' ')
  return { pid: process.pid, world, started: await startOf(process.pid), token: randomUUID() }
}

/**
 * When a process started, in the system's ticks; empty where it does not tell. Field 22 of /proc/PID/stat, counted after the command's name,
 * which may hold spaces (proc(5)). A zombie is over, whatever it says: its parent has not asked after it yet.
 */
async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [state, ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? 'over' : (fields[18] ?? '')
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code
