import type { LabRow } from './lab-row.ts'

/** Known-good targets that fail alike, where it is the bot’s own way out that is shut. */
const CONTROLS: Readonly<Record<string, string>> = {
  'outbound-blocked': 'silent.lab.example',
  'outbound-rejected': 'refused.lab.example',
}

/** What Exchange Online wrote, where a look from outside shows nothing by itself: it comes and goes, or comes only with a message. */
const REPORTED: Readonly<Record<string, string>> = {
  'one-server-lame': '450 4.4.312 DNS query failed',
  'one-server-nameless': '450 4.4.312 DNS query failed',
  'depends-on-sni': '450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch]',
  'closed-at-data': '450 4.4.318 Connection was closed abruptly',
  'put-off-after-data': '450 4.4.318 Connection was closed abruptly',
}

/** What to type for a look at a row while the sandbox runs. */
export function rowCommand({ name, target, family, as, tlsSettings, tlsDomain }: LabRow): string {
  return [
    'mailflow diagnose',
    as === 'domain' ? `--domain ${target}` : target,
    ...(tlsSettings === null ? [] : [`--tls ${tlsSettings}`]),
    ...(tlsDomain === null ? [] : [`--tls-domain ${tlsDomain}`]),
    ...(family === 'recipient' ? [`--rcpt someone@${target}`] : []),
    ...(REPORTED[name] === undefined ? [] : [`--reported "${REPORTED[name]}"`]),
    ...(CONTROLS[name] === undefined ? [] : [`--control ${CONTROLS[name]}`]),
  ].join(' ')
}
