import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../domain/failure.ts'
import { CERTIFICATE_KINDS } from './certificate-shape.ts'
import { type Certificates, makeCertificates, VALID_DAYS } from './make-certificates.ts'

const FILE = 'lab-certificates.json'
const DAY = 86_400_000
/** Certificates older than this are made anew, long before the good ones would count as expiring soon. */
const KEEP_DAYS = VALID_DAYS - 120

interface Kept extends Certificates {
  /** ISO 8601. */
  readonly madeAt: string
}

/**
 * The certificates of the folder, or new ones where it holds none that still serve: none at all, too old, damaged, or not for these hosts.
 * The file holds private keys and is readable by its owner only. Throws Failure `folder-unwritable`.
 */
export async function keptCertificates(folder: string, hosts: readonly string[], now: Date): Promise<Certificates> {
  const kept = await read(join(folder, FILE))
  if (kept !== null && serves(kept, hosts, now)) return kept
  const made = await makeCertificates(hosts, now)
  await write(folder, { madeAt: now.toISOString(), ...made })
  return made
}

/** null where nothing usable lies there: whatever cannot be read is made again, and a folder that cannot be used shows when it is written to. */
async function read(path: string): Promise<Kept | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Kept
  } catch {
    return null
  }
}

function serves(kept: Kept, hosts: readonly string[], now: Date): boolean {
  const age = now.getTime() - Date.parse(kept?.madeAt)
  return (
    age >= 0 &&
    age < KEEP_DAYS * DAY &&
    isPem(kept.caPem) &&
    hosts.every((host) => CERTIFICATE_KINDS.every((kind) => holds(kept, host, kind)))
  )
}

function holds(kept: Kept, host: string, kind: (typeof CERTIFICATE_KINDS)[number]): boolean {
  const identity = kept.identities?.[host]?.[kind]
  return isPem(identity?.key) && isPem(identity?.cert)
}

const isPem = (text: unknown): boolean =>
  typeof text === 'string' && /^-----BEGIN [A-Z ]+-----\n[\s\S]+-----END [A-Z ]+-----\s*$/.test(text)

async function write(folder: string, kept: Kept): Promise<void> {
  const path = join(folder, FILE)
  const draft = `${path}.${process.pid}`
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(draft, JSON.stringify(kept), { mode: 0o600 })
    await rename(draft, path)
  } catch (cause) {
    throw new Failure('folder-unwritable', { path: folder }, { cause })
  }
}
