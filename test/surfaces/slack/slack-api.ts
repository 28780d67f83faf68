import nock from 'nock'

/** One call to Slack, with its arguments as values. */
export interface ApiCall {
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
}

export type ApiReply = Readonly<Record<string, unknown>>

const LETTERS = /^[[{]/

/** Slack's Web API and the addresses of delayed answers, at their own names. Every call is kept. */
export interface SlackApi {
  readonly calls: ApiCall[]
  /** Bodies sent to response_url, in order. */
  readonly responses: (Readonly<Record<string, unknown>> & { readonly path: string })[]
  /** What a method answers from now on; `once` for one call only. */
  on(method: string, reply: (args: ApiCall['args']) => ApiReply | Promise<ApiReply>): void
  limitOnce(method: string, seconds: number): void
  /** Status and text of response_url. */
  respondWith(status: number, text: string): void
  of(method: string): readonly ApiCall[]
  /** Waits until the condition holds. */
  until<T>(look: () => T | undefined | false, what: string): Promise<T>
}

export function openSlackApi(): SlackApi {
  const calls: ApiCall[] = []
  const responses: SlackApi['responses'] = []
  const replies = new Map<string, (args: ApiCall['args']) => ApiReply | Promise<ApiReply>>()
  const limits = new Map<string, number>()
  let hooks = { status: 200, text: 'ok' }
  nock('https://slack.com')
    .persist()
    .post(/^\/api\//)
    .reply(async (uri, body) => {
      const method = uri.replace('/api/', '').split('?')[0] ?? ''
      const args = argumentsOf(body)
      calls.push({ method, args })
      const limit = limits.get(method)
      limits.delete(method)
      if (limit !== undefined) return [429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(limit) }]
      const reply = replies.get(method)
      return [200, reply ? await reply(args) : { ok: false, error: 'unknown_method' }]
    })
  nock('https://hooks.slack.com')
    .persist()
    .post(/.*/)
    .reply((uri, body) => {
      responses.push({ path: uri, ...(typeof body === 'string' ? JSON.parse(body) : body) })
      return [hooks.status, hooks.text]
    })
  return {
    calls,
    responses,
    on: (method, reply) => void replies.set(method, reply),
    limitOnce: (method, seconds) => void limits.set(method, seconds),
    respondWith: (status, text) => {
      hooks = { status, text }
    },
    of: (method) => calls.filter((call) => call.method === method),
    async until(look, what) {
      for (let waited = 0; waited < 4000; waited += 10) {
        const seen = look()
        if (seen) return seen
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      throw new Error(`never happened: ${what}; calls: ${calls.map((call) => call.method).join(', ')}`)
    },
  }
}

function argumentsOf(body: unknown): ApiCall['args'] {
  const pairs = typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : (body as Record<string, unknown>)
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [name, typeof value === 'string' && LETTERS.test(value) ? JSON.parse(value) : value]),
  )
}

export interface UserParts {
  readonly id: string
  readonly email?: string | null
  readonly locale?: string
  readonly [field: string]: unknown
}

/** A user object as Slack sends it: a full member with a confirmed address, unless said otherwise. */
export const slackUser = ({ id, email = `${id.toLowerCase()}@contoso.example`, locale = 'en-US', ...fields }: UserParts) => ({
  id,
  team_id: 'T1',
  name: id.toLowerCase(),
  real_name: `Person ${id}`,
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_email_confirmed: true,
  locale,
  profile: { real_name: `Person ${id}`, display_name: '', ...(email === null ? {} : { email }) },
  ...fields,
})
