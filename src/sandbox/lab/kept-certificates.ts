import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../domain/failure.ts'
import type { IdentityShelf, MadeIdentity } from './catalogue/catalogue-certificates.ts'
import { CERTIFICATE_CONDITIONS } from './catalogue/machine.ts'
import { DAY, type Identity, restoreAuthority } from './certificate-authority.ts'
import { CERTIFICATE_KINDS } from './certificate-shape.ts'
import { type Certificates, makeCertificates, VALID_DAYS } from './make-certificates.ts'

const FILE = 'lab-certificates.json'
const CATALOGUE_FILE = 'lab-catalogue-certificates.json'
/** Certificates older than this are made anew, long before the good ones would count as expiring soon. */
const KEEP_DAYS = VALID_DAYS - 120

interface Kept extends Certificates {
  /** ISO 8601. */
  readonly madeAt: string
}

/** Certificates signed by the root `caPem`. */
interface KeptCatalogue {
  readonly caPem: string
  readonly made: Readonly<Record<string, MadeIdentity>>
}

export interface KeptShelf extends IdentityShelf {
  /** Resolves when everything that was to be kept has been written, or could not be. */
  settled(): Promise<void>
}

/**
 * The certificates of the folder, or new ones where it holds none that still serve: none at all, too old, damaged, or not for these hosts.
 * The file holds private keys and is readable by its owner only. Throws Failure `folder-unwritable`.
 */
export async function keptCertificates(folder: string, hosts: readonly string[], now: Date): Promise<Certificates> {
  const kept = (await read(join(folder, FILE))) as Kept | null
  if (kept !== null && serves(kept, hosts, now) && (await hasItsKey(kept))) return kept
  const made = await makeCertificates(hosts, now)
  await write(folder, FILE, { madeAt: now.toISOString(), ...made })
  return made
}

/**
 * Where the certificates of the catalogue are kept: readable by their owner only, and of use only with the root that signed them. One that cannot
 * be written is made again after the next start.
 */
export async function keptCatalogue(folder: string, caPem: string): Promise<KeptShelf> {
  const there = (await read(join(folder, CATALOGUE_FILE))) as KeptCatalogue | null
  let waiting: KeptCatalogue['made'] | null = null
  let writing: Promise<void> = Promise.resolve()
  const writeNewest = async (): Promise<void> => {
    const made = waiting
    waiting = null
    if (made !== null) await write(folder, CATALOGUE_FILE, { caPem, made } satisfies KeptCatalogue).catch(() => undefined)
  }
  return {
    kept: there?.caPem === caPem ? usable(there.made) : {},
    keep(made) {
      waiting = { ...made }
      writing = writing.then(writeNewest)
    },
    settled: () => writing,
  }
}

/** null where nothing usable lies there: whatever cannot be read is made again, and a folder that cannot be used shows when it is written to. */
async function read(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
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
    isPem(kept.caKey) &&
    hosts.every((host) => CERTIFICATE_KINDS.every((kind) => isIdentity(kept.identities?.[host]?.[kind])))
  )
}

const hasItsKey = ({ caPem, caKey }: Kept): Promise<boolean> =>
  restoreAuthority(caPem, caKey).then(
    () => true,
    () => false,
  )

const usable = (made: KeptCatalogue['made']): KeptCatalogue['made'] =>
  Object.fromEntries(Object.entries(made ?? {}).filter(([, each]) => isIdentity(each) && CERTIFICATE_CONDITIONS.includes(each.condition)))

const isIdentity = (identity: Partial<Identity> | null | undefined): boolean => isPem(identity?.key) && isPem(identity?.cert)

const isPem = (text: unknown): boolean =>
  typeof text === 'string' && /^-----BEGIN [A-Z ]+-----\n[\s\S]+-----END [A-Z ]+-----\s*$/.test(text)

async function write(folder: string, file: string, kept: Kept | KeptCatalogue): Promise<void> {
  const path = join(folder, file)
  const draft = `${path}.${process.pid}`
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(draft, JSON.stringify(kept), { mode: 0o600 })
    await rename(draft, path)
  } catch (cause) {
    throw new Failure('folder-unwritable', { path: folder }, { cause })
  }
}
