import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'

export type Audience = 'exchange' | 'activity' | 'graph'

/** Access tokens of the simulated sign-in: of the form of a JWT, good for one hour, and for one process. */
export interface Tokens {
  issue(audience: Audience, now: string): string
  /** Whether an Authorization header carries a token for this audience that is still good. */
  accepts(authorization: string | undefined, audience: Audience, now: string): boolean
}

export const TOKEN_SECONDS = 3599

export function tokens(tenantId: string, clientId: string): Tokens {
  const key = randomBytes(32)
  const sign = (content: string): string => createHmac('sha256', key).update(content).digest('base64url')
  return {
    issue(audience, now) {
      const issued = Math.floor(Date.parse(now) / 1000)
      const claims = {
        aud: AUDIENCES[audience],
        tid: tenantId,
        appid: clientId,
        iat: issued,
        nbf: issued,
        exp: issued + TOKEN_SECONDS,
        uti: randomUUID(),
      }
      const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`
      return `${content}.${sign(content)}`
    },
    accepts(authorization, audience, now) {
      const [head, body, signature] = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]?.split('.') ?? []
      if (!head || !body || !signature || !same(sign(`${head}.${body}`), signature)) return false
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { aud: string; exp: number }
      return claims.aud === AUDIENCES[audience] && claims.exp * 1000 > Date.parse(now)
    },
  }
}

const AUDIENCES: Readonly<Record<Audience, string>> = {
  exchange: 'https://outlook.office365.com',
  activity: 'https://manage.office.com',
  graph: 'https://graph.microsoft.com',
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
