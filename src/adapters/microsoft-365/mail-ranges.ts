import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Answer, found, unknown } from '../../domain/answer.ts'
import { jsonOf } from '../../domain/json-of.ts'
import type { MailRanges as Ranges } from '../../domain/mail-ranges.ts'
import type { MailRanges } from '../../ports/mail-ranges.ts'
import type { Network } from '../../ports/network.ts'
import { rangesIn, versionIn } from './read-endpoints.ts'
import { SHIPPED_RANGES } from './shipped-ranges.ts'

export interface MailRangesSettings {
  readonly instance: Ranges['instance']
  /** Default: Microsoft's own. */
  readonly baseUrl?: string
  readonly get: Network['get']
  /** Where answers are kept between starts; null keeps them in memory only. */
  readonly folder: string | null
  /** ISO 8601. */
  readonly now: () => string
}

const MICROSOFT = 'https://endpoints.office.com'
const FILE = 'mail-ranges.json'
const HOUR_MS = 3_600_000
/** After a failure other than the limit of calls. */
const AGAIN_MS = 5 * 60_000
const MOST_BYTES = 4 * 1024 * 1024
/** A diagnosis waits for the ranges: a web service that is out of reach may not hold it up for long. */
const WITHIN_MS = 5000

const Kept = z.object({
  /** The web service wants one GUID per machine, the same each time. */
  clientRequestId: z.guid(),
  instance: z.string(),
  version: z.string().nullable(),
  asOf: z.string().nullable(),
  ipv4: z.array(z.string()),
  ipv6: z.array(z.string()),
  /** ISO 8601: nothing is asked before. */
  waitUntil: z.string(),
})
type Kept = z.output<typeof Kept>

/**
 * Microsoft's present ranges for TCP port 25 (learn.microsoft.com, "Office 365 IP Address and URL web service"): the version is asked first, at most
 * once an hour, and the sets only when it changed; after a refusal (429) nothing is asked for an hour. What was once fetched outlives the
 * service being out of reach; where nothing was, the copy that comes with the program stands in.
 */
export function createMailRanges(settings: MailRangesSettings): MailRanges {
  let kept: Kept | null = null
  let asking: Promise<Answer<Ranges>> | null = null
  const current = async (): Promise<Answer<Ranges>> => {
    kept ??= await load(settings)
    if (isDue(kept, settings.now())) {
      kept = await refreshed(settings, kept)
      await save(settings, kept)
    }
    return answerOf(settings, kept)
  }
  return {
    current() {
      asking ??= current().finally(() => {
        asking = null
      })
      return asking
    },
  }
}

/** Nothing waits longer than an hour: where it seems to, the clock was wrong when it was kept. */
const isDue = ({ waitUntil }: Kept, now: string): boolean => now >= waitUntil || Date.parse(waitUntil) - Date.parse(now) > 2 * HOUR_MS

async function refreshed(settings: MailRangesSettings, kept: Kept): Promise<Kept> {
  const { instance, get, now } = settings
  const at = now()
  const base = `${settings.baseUrl ?? MICROSOFT}`.replace(/\/$/, '')
  const options = { accept: 'application/json', mostBytes: MOST_BYTES, withinMs: WITHIN_MS }
  const wait = (ms: number): Kept => ({ ...kept, waitUntil: new Date(Date.parse(at) + ms).toISOString() })
  const told = await get(`${base}/version/${instance.toLowerCase()}?clientrequestid=${kept.clientRequestId}`, options)
  const version = told.is === 'found' ? versionIn(told.value, instance) : null
  if (version === null) return wait(AGAIN_MS)
  if (version === kept.version) return { ...wait(HOUR_MS), asOf: at }
  const sets = await get(
    `${base}/endpoints/${instance.toLowerCase()}?clientrequestid=${kept.clientRequestId}&ServiceAreas=Exchange&NoIPv6=false`,
    options,
  )
  const ranges = sets.is === 'found' ? rangesIn(sets.value) : null
  // The service limits these calls and wants an hour of patience after the limit; any other failure is given the same.
  return ranges ? { ...wait(HOUR_MS), ...ranges, ipv4: [...ranges.ipv4], ipv6: [...ranges.ipv6], version, asOf: at } : wait(HOUR_MS)
}

function answerOf({ instance }: MailRangesSettings, kept: Kept): Answer<Ranges> {
  const { version, asOf, ipv4, ipv6 } = kept
  if (version !== null && asOf !== null) return found({ instance, version, source: 'live', asOf, ipv4, ipv6 })
  return instance === SHIPPED_RANGES.instance ? found(SHIPPED_RANGES) : unknown(`no ranges of ${instance}: the web service did not answer`)
}

async function load({ folder, instance }: MailRangesSettings): Promise<Kept> {
  const blank = { clientRequestId: randomUUID(), instance, version: null, asOf: null, ipv4: [], ipv6: [], waitUntil: '' }
  if (folder === null) return blank
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => '')
  const parsed = Kept.safeParse(jsonOf(text))
  return parsed.success && parsed.data.instance === instance ? parsed.data : blank
}

/** What cannot be kept is asked for again after the next start: no reason to withhold an answer. */
async function save({ folder }: MailRangesSettings, kept: Kept): Promise<void> {
  if (folder === null) return
  const path = join(folder, FILE)
  const draft = `${path}.${process.pid}.new`
  await mkdir(folder, { recursive: true })
    .then(() => writeFile(draft, JSON.stringify(kept)))
    .then(() => rename(draft, path))
    .catch(() => {})
}
