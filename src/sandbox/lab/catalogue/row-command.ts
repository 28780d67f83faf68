import type { LabRow } from './lab-row.ts'

/** Known-good targets say nothing either where it is the bot’s own way out that is shut. */
const OUTBOUND_BLOCKED = 62

/** What to type for a look at a row while the sandbox runs. */
export function rowCommand({ row, target, family, as, tlsSettings, tlsDomain }: LabRow): string {
  return [
    'mailflow diagnose',
    as === 'domain' ? `--domain ${target}` : target,
    ...(tlsSettings === null ? [] : [`--tls ${tlsSettings}`]),
    ...(tlsDomain === null ? [] : [`--tls-domain ${tlsDomain}`]),
    ...(family === 'recipient' ? [`--rcpt someone@${target}`] : []),
    ...(row === OUTBOUND_BLOCKED ? ['--control silent.lab.example'] : []),
  ].join(' ')
}
