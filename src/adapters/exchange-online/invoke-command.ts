import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import type { Listing } from '../../domain/tenant.ts'
import type { WriteOutcome } from '../../ports/exchange.ts'
import { parseEnvelope, type Row } from './answers.ts'
import { readError } from './error-envelope.ts'
import type { Gate } from './gate.ts'
import type { Command, Post, Posted } from './post-command.ts'

export interface Rows extends Listing<Row> {
  readonly warnings: readonly string[]
}

/** Runs cmdlets in one tenant. */
export interface Invoke {
  /** All pages. `complete: false` when a further page could not be had. Repeated on transient trouble. */
  read(command: Command): Promise<Answer<Rows>>
  /** Sent once, never repeated, with what it prints; `refused`: it had no effect; `unknown`: it may have had it. */
  send(command: Command): Promise<Answer<readonly Row[]> | Extract<WriteOutcome, { is: 'refused' }>>
  /** Sent once, never repeated: an answer that does not tell is `unknown`. */
  write(command: Command): Promise<WriteOutcome>
}

export interface InvokeSettings {
  readonly tenant: string
  readonly baseUrl: string
  readonly post: Post
  readonly gate: Gate
  readonly sleep: (ms: number) => Promise<void>
  /** 0 to 1, for jitter. */
  readonly random: () => number
}

const ATTEMPTS = 4
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 60_000
const MOST_PAGES = 1000

type Page =
  | { readonly is: 'page'; readonly rows: readonly Row[]; readonly next: string | null; readonly warnings: readonly string[] }
  | { readonly is: 'missing' }
  | { readonly is: 'failed'; readonly why: string }

export function createInvoke(settings: InvokeSettings): Invoke {
  const base = new URL(settings.baseUrl)
  const url = new URL(`/adminapi/beta/${encodeURIComponent(settings.tenant)}/InvokeCommand`, base).href
  return {
    read: (command) => readPages(settings, base, url, command),
    send: async (command) => printedBy(command, await settings.gate(() => settings.post(url, command))),
    write: async (command) => outcomeOf(command, await settings.gate(() => settings.post(url, command))),
  }
}

/** Paging repeats the same POST at each next link (the backend may refuse it: then what was read stays, marked incomplete). */
async function readPages(settings: InvokeSettings, base: URL, first: string, command: Command): Promise<Answer<Rows>> {
  const items: Row[] = []
  const warnings: string[] = []
  const visited = new Set<string>()
  for (let next: string | null = first; next !== null; ) {
    visited.add(next)
    const page: Page = await readPage(settings, next, command)
    if (page.is !== 'page') {
      if (next !== first) return found({ items, complete: false, warnings })
      return page.is === 'missing' ? absent : unknown(`${command.cmdlet}: ${page.why}`)
    }
    items.push(...page.rows)
    warnings.push(...page.warnings)
    if (page.next === null) return found({ items, complete: true, warnings })
    next = followable(page.next, base)
    if (next === null || visited.has(next) || visited.size >= MOST_PAGES) break
  }
  return found({ items, complete: false, warnings })
}

/** The next link when it stays on the configured host, else null. Backends name their own port 446, which is closed from outside. */
export function followable(link: string, base: URL): string | null {
  const next = URL.canParse(link, base.href) ? new URL(link, base) : null
  if (next === null) return null
  if (next.port === '446') next.port = ''
  const stays = next.origin === base.origin && next.username === '' && next.password === '' && next.pathname.startsWith('/adminapi/')
  return stays ? next.href : null
}

async function readPage(settings: InvokeSettings, url: string, command: Command): Promise<Page> {
  for (let attempt = 1; ; attempt += 1) {
    const posted = await settings.gate(() => settings.post(url, command))
    const judged = judge(posted)
    if (judged.is !== 'again') return judged
    const wait = waitBefore(attempt, posted, settings.random)
    if (attempt === ATTEMPTS || wait > LONGEST_WAIT_MS) return { is: 'failed', why: judged.why }
    await settings.sleep(wait)
  }
}

function judge(posted: Posted): Page | { readonly is: 'again'; readonly why: string } {
  if (posted.is === 'not-sent') return { is: 'failed', why: posted.why }
  if (posted.is === 'no-answer') return { is: 'again', why: posted.why }
  if (posted.status >= 200 && posted.status < 300) {
    const envelope = parseEnvelope(posted.body)
    return envelope ? { is: 'page', ...envelope } : { is: 'failed', why: `HTTP ${posted.status}: the answer is not the expected JSON` }
  }
  const error = readError(posted.status, posted.body)
  if (error.is === 'missing') return { is: 'missing' }
  return error.is === 'refused' ? { is: 'failed', why: error.why } : { is: 'again', why: error.why }
}

function waitBefore(attempt: number, posted: Posted, random: () => number): number {
  const asked = posted.is === 'answered' ? posted.retryAfterMs : null
  return asked ?? FIRST_WAIT_MS * 2 ** (attempt - 1) * (1 + random())
}

function printedBy(command: Command, posted: Posted): Awaited<ReturnType<Invoke['send']>> {
  const judged = judge(posted)
  if (judged.is === 'page') return found(judged.rows)
  if (judged.is === 'missing') return absent
  const outcome = outcomeOf(command, posted)
  return outcome.is === 'refused' ? outcome : unknown(`${command.cmdlet}: ${judged.why}`)
}

/** A throttled write was turned away unread; any other trouble on the way leaves open whether the tenant changed. */
function outcomeOf(command: Command, posted: Posted): WriteOutcome {
  if (posted.is === 'not-sent') return { is: 'refused', why: `${command.cmdlet}: ${posted.why}` }
  if (posted.is === 'no-answer') return { is: 'unknown', why: `${command.cmdlet}: ${posted.why}` }
  if (posted.status >= 200 && posted.status < 300) return { is: 'done', warnings: parseEnvelope(posted.body)?.warnings ?? [] }
  const error = readError(posted.status, posted.body)
  return { is: error.is === 'transient' ? 'unknown' : 'refused', why: `${command.cmdlet}: ${error.why}` }
}
