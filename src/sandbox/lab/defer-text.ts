/** What one attempt came to, as Exchange Online puts it in words. `ip` is null when the name led to no address. */
export interface Attempt {
  readonly host: string
  readonly ip: string | null
  /** The last reply it notes, such as `450 4.4.316 Connection refused`. */
  readonly reply: string
  /** The inner text that carries the cause, such as `Socket error code 10061`. */
  readonly message: string
  readonly at: Date
}

/** A front end as Exchange Online names them; the words after it in a real text are the time and a hexadecimal id. */
const FRONT_END = 'AM6EUR05FT041.eop-eur05.prod.protection.outlook.com'

/**
 * The Detail of a Defer event, built like those that message traces of Exchange Online show:
 * LED is the last error, MSG the remote text, LRT the last retry in US notation (UTC).
 */
export function deferText(attempt: Attempt): string {
  const { host, message } = attempt
  const ip = attempt.ip ?? ''
  const led = [
    attempt.reply,
    `[Message=${message}]`,
    `[LastAttemptedServerName=${host}]`,
    ...(ip ? [`[LastAttemptedIP=${ip.includes(':') ? `[${ip}]` : ip}:25]`, '[SmtpSecurity=-1;-1]'] : []),
    `[${FRONT_END} ${attempt.at.toISOString()} ${traceId(attempt)}]`,
  ].join(' ')
  const proxy = ip ? ` OutboundProxyTargetIP: ${ip}. OutboundProxyTargetHostName: ${host}` : ''
  return `Reason: [{LED=${led}};{MSG=${message}};{FQDN=${host}};{IP=${ip}};{LRT=${americanTime(attempt.at)}}].${proxy}`
}

/** Sixteen hexadecimal digits that stay the same for the same second. */
const traceId = (attempt: Attempt): string =>
  `08DE${Math.floor(attempt.at.getTime() / 1000)
    .toString(16)
    .toUpperCase()
    .padStart(12, '0')}`

function americanTime(at: Date): string {
  const hour = at.getUTCHours()
  const two = (part: number): string => String(part).padStart(2, '0')
  const date = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`
  return `${date} ${hour % 12 || 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`
}
