import type { LabRow } from './lab-row.ts'

/** Known-good targets that fail alike, where it is the bot’s own way out that is shut. */
const CONTROLS: Readonly<Record<string, string>> = {
  'outbound-blocked': 'silent.lab.example',
  'outbound-rejected': 'refused.lab.example',
}

/** What to type for a look at a row while the sandbox runs. */
export function rowCommand({ name, target, family, as, tlsSettings, tlsDomain }: LabRow): string {
  return [
    'mailflow diagnose',
    as === 'domain' ? `--domain ${target}` : target,
    ...(tlsSettings === null ? [] : [`--tls ${tlsSettings}`]),
    ...(tlsDomain === null ? [] : [`--tls-domain ${tlsDomain}`]),
    ...(family === 'recipient' ? [`--rcpt someone@${target}`] : []),
    ...(CONTROLS[name] === undefined ? [] : [`--control ${CONTROLS[name]}`]),
  ].join(' ')
}
