import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import type { GetOptions } from '../../ports/network.ts'
import type { FetchDocument } from './fetch-document.ts'

export interface GetSettings {
  readonly fetchDocument: FetchDocument
  /** For a document whose caller names no time of its own, milliseconds. */
  readonly timeoutMs: number
  readonly now: () => number
}

/** An MTA-STS policy may have 64 kB (RFC 8461 §3.2). */
const MOST_BYTES = 64 * 1024
/** Of the kept documents: how many, and how many characters all together. */
const MOST_KEPT = 1000
const MOST_KEPT_CHARACTERS = 16 * 1024 * 1024

interface Kept {
  readonly text: string
  readonly at: number
}

/**
 * A document over HTTPS with a valid certificate, as text. `absent` is said by the server (404, 410) or by DNS; everything else that fails
 * is `unknown`. With `keepMs`, equal requests made at the same moment share one fetch, and what was found is given again for that long.
 */
export function httpsGet(settings: GetSettings): (url: string, options?: GetOptions) => Promise<Answer<string>> {
  const kept = new Map<string, Kept>()
  const running = new Map<string, Promise<Answer<string>>>()
  return (url, options = {}) => {
    const keepMs = options.keepMs ?? 0
    if (keepMs <= 0) return fetchText(url, options, settings)
    const key = JSON.stringify([url, options.accept, options.mediaType, options.mostBytes, options.redirects])
    const held = kept.get(key)
    if (held && settings.now() - held.at < keepMs) return Promise.resolve(found(held.text))
    const shared = running.get(key)
    if (shared) return shared
    const fetching = fetchText(url, options, settings).then((answer) => {
      running.delete(key)
      if (answer.is === 'found') keep(kept, key, { text: answer.value, at: settings.now() })
      return answer
    })
    running.set(key, fetching)
    return fetching
  }
}

/** The newest stay: a map gives its entries in the order they were put in. */
function keep(kept: Map<string, Kept>, key: string, one: Kept): void {
  kept.delete(key)
  kept.set(key, one)
  let characters = [...kept.values()].reduce((sum, { text }) => sum + text.length, 0)
  for (const [oldest, { text }] of kept) {
    if (kept.size <= MOST_KEPT && characters <= MOST_KEPT_CHARACTERS) return
    kept.delete(oldest)
    characters -= text.length
  }
}

async function fetchText(url: string, options: GetOptions, settings: GetSettings): Promise<Answer<string>> {
  const answer = await settings.fetchDocument(url, {
    headers: { accept: options.accept ?? 'text/plain' },
    mostBytes: options.mostBytes ?? MOST_BYTES,
    redirects: options.redirects ?? 0,
    withinMs: options.withinMs ?? settings.timeoutMs,
  })
  if (answer.is !== 'found') return answer
  const { status, body, headers } = answer.value
  const { mediaType } = options
  const type = mediaTypeIn(headers['content-type'])
  if (status === 200 && mediaType && type !== null && type !== mediaType) return unknown(`served as ${type}, not ${mediaType}`)
  if (status === 200) return found(body.toString('utf8'))
  return status === 404 || status === 410 ? absent : unknown(`HTTP ${status}`)
}

/** Type and subtype without their parameters (RFC 9110 §8.3.1), of a bounded length; null where the server says nothing that could be one. */
function mediaTypeIn(header: string | readonly string[] | undefined): string | null {
  const [, type] = /^\s*([\w.+-]{1,60}\/[\w.+-]{1,60})\s*(?:;|$)/.exec(typeof header === 'string' ? header : '') ?? []
  return type?.toLowerCase() ?? null
}
