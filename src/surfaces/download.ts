import { messageOf } from '../domain/failure.ts'

export interface DownloadOptions {
  /** Whether an address may be called. Asked for the first one (`from` is null) and for each redirect. */
  readonly may: (url: URL, from: URL | null) => boolean
  readonly headers?: Readonly<Record<string, string>>
  /** What is longer is not fetched, whatever its length claims to be. Counted after decompression. */
  readonly mostBytes: number
  /** For everything, redirects and body included. */
  readonly withinMs: number
}

export type Downloaded =
  | {
      readonly is: 'downloaded'
      readonly bytes: Uint8Array /** Content type as the server names it, in lower case, without parameters. */
      readonly type: string
    }
  /** `refused`: 401, 403, or a redirect that may not be followed, which is how platforms send visitors to their sign-in page. */
  | { readonly is: 'not-allowed' | 'refused' | 'gone' | 'too-large' | 'too-slow' }
  | { readonly is: 'failed'; readonly why: string }

const MOST_REDIRECTS = 3

/** Fetches a file over HTTP, with every limit kept. Never throws, and nothing it says holds the address: it may be a secret of its own. */
export async function download(address: string, options: DownloadOptions): Promise<Downloaded> {
  const signal = AbortSignal.timeout(options.withinMs)
  try {
    const answer = await request(address, null, options, signal)
    return answer instanceof Response ? await bodyOf(answer, options.mostBytes) : answer
  } catch (thrown) {
    return signal.aborted ? { is: 'too-slow' } : { is: 'failed', why: causeOf(thrown) }
  }
}

async function request(
  address: string,
  from: URL | null,
  options: DownloadOptions,
  signal: AbortSignal,
  hops = 0,
): Promise<Response | Downloaded> {
  const url = URL.canParse(address, from?.href) ? new URL(address, from?.href) : null
  if (!url || !options.may(url, from)) return { is: from ? 'refused' : 'not-allowed' }
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity', ...options.headers }, redirect: 'manual', signal })
  if (answer.status === 200) return answer
  await answer.body?.cancel()
  const next = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null
  if (next !== null) return hops < MOST_REDIRECTS ? request(next, url, options, signal, hops + 1) : { is: 'refused' }
  if (answer.status === 401 || answer.status === 403) return { is: 'refused' }
  return answer.status === 404 || answer.status === 410 ? { is: 'gone' } : { is: 'failed', why: `HTTP ${answer.status}` }
}

async function bodyOf(answer: Response, mostBytes: number): Promise<Downloaded> {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (Number(answer.headers.get('content-length') ?? 0) > mostBytes) {
    await answer.body?.cancel()
    return { is: 'too-large' }
  }
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop ends the transfer.
  for await (const chunk of answer.body ?? []) {
    length += chunk.length
    if (length > mostBytes) return { is: 'too-large' }
    chunks.push(chunk)
  }
  return { is: 'downloaded', bytes: joined(chunks, length), type }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Node's fetch says "fetch failed" and hides the reason in the cause. */
function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null
  return (code ?? messageOf(cause)).slice(0, 100)
}
