import { messageOf } from '../../domain/failure.ts'
import type { PostOutcome } from '../../ports/poster.ts'

export interface Response {
  readonly text: string
  readonly blocks: unknown
  readonly replace_original: boolean
  /** `in_channel`: for everybody there. Left out: only for the one who acted. */
  readonly response_type?: 'in_channel'
}

const TIMEOUT_MS = 10_000
const DEFAULT_WAIT_S = 1
const SLACK_HOSTS = /^hooks\.slack(-gov)?\.com$/

/** Answers, privately unless told otherwise, through a response_url: five times within half an hour. The address is used only when it is Slack's. Never throws. */
export async function respond(url: string, response: Response, apiUrl: string | null): Promise<PostOutcome> {
  if (!isSlacks(url, apiUrl)) return { is: 'failed', why: 'response_url is not an address of Slack' }
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', ...response }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const said = (await answer.text()).slice(0, 200)
    if (answer.ok) return { is: 'posted', message: '' }
    if (answer.status === 429) return { is: 'wait', ms: Number(answer.headers.get('retry-after') ?? DEFAULT_WAIT_S) * 1000 }
    // used_url, expired_url: the half hour or the five answers are over.
    return answer.status === 404 || answer.status === 410 ? { is: 'gone', why: said } : { is: 'failed', why: `${answer.status} ${said}` }
  } catch (thrown) {
    return { is: 'failed', why: messageOf(thrown) }
  }
}

function isSlacks(url: string, apiUrl: string | null): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, origin } = new URL(url)
  return apiUrl ? origin === new URL(apiUrl).origin : protocol === 'https:' && SLACK_HOSTS.test(hostname)
}
