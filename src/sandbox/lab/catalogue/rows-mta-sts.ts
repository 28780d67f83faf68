import type { LabRow } from './lab-row.ts'
import { policies } from './policy-sketch.ts'
import type { PolicyHost, ZoneConduct, ZoneRecord } from './zone-conduct.ts'

const txt = (name: string, data: string): ZoneRecord => ({ name, type: 'TXT', data })

/** A domain that announces a policy (RFC 8461 §3.1) and wants reports (RFC 8460 §3). */
function announced(target: string, policyHost: Partial<PolicyHost>): ZoneConduct {
  return {
    records: [
      txt(`_mta-sts.${target}`, 'v=STSv1; id=20261102T080000;'),
      txt(`_smtp._tls.${target}`, `v=TLSRPTv1; rua=mailto:tls-reports@${target}`),
    ],
    policyHost: { status: 200, body: policy('enforce', `mx.${target}`), certificate: 'good', ...policyHost },
  }
}

const policy = (mode: 'enforce' | 'testing' | 'none', ...exchanges: readonly string[]): string =>
  ['version: STSv1', `mode: ${mode}`, ...exchanges.map((each) => `mx: ${each}`), 'max_age: 604800', ''].join('\r\n')

/** Policies (RFC 8461) against exchanges and certificates. */
export const MTA_STS_ROWS: readonly LabRow[] = [
  policies({
    row: 17,
    name: 'mta-sts-other-mx',
    title: { en: 'The exchange is not in the MTA-STS policy', fr: 'L’hôte MX ne figure pas dans la stratégie MTA-STS' },
    ip: '192.0.2.170',
    zone: (target) => announced(target, { body: policy('enforce', `mail.${target}`, `*.backup.${target}`) }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-deep-mx',
    title: { en: 'The policy’s wildcard does not reach that deep', fr: 'Le caractère générique de la stratégie ne descend pas si bas' },
    ip: '192.0.2.171',
    zone: (target) => announced(target, { body: policy('enforce', '*.lab.example') }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-healthy',
    title: { en: 'An MTA-STS policy that is kept', fr: 'Une stratégie MTA-STS respectée' },
    ip: '192.0.2.172',
    zone: (target) => announced(target, { body: policy('enforce', `*.${target}`) }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-testing',
    title: { en: 'Not in the policy, which is only being tested', fr: 'Absent de la stratégie, qui n’est qu’à l’essai' },
    ip: '192.0.2.173',
    zone: (target) => announced(target, { body: policy('testing', `mail.${target}`) }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-none',
    title: { en: 'A policy that is switched off', fr: 'Une stratégie désactivée' },
    ip: '192.0.2.174',
    conduct: { is: 'certificate', condition: 'self-signed' },
    zone: (target) => announced(target, { body: policy('none') }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-broken',
    title: { en: 'A policy that cannot be read', fr: 'Une stratégie illisible' },
    ip: '192.0.2.175',
    zone: (target) => announced(target, { body: `version: STSv2\r\nmode: enforced\r\nmx mx.${target}\r\n` }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-missing',
    title: { en: 'Announced, but the policy is not there', fr: 'Annoncée, mais la stratégie est introuvable' },
    ip: '192.0.2.176',
    zone: (target) => announced(target, { status: 404, body: 'Not Found\n' }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-moved',
    title: { en: 'The policy is behind a redirect', fr: 'La stratégie se trouve derrière une redirection' },
    ip: '192.0.2.177',
    zone: (target) => announced(target, { status: 301, body: '', location: `https://www.${target}/.well-known/mta-sts.txt` }),
  }),
  policies({
    row: 17,
    name: 'mta-sts-untrusted-host',
    title: { en: 'The policy host’s certificate is another host’s', fr: 'Le certificat de l’hôte de la stratégie est celui d’un autre' },
    ip: '192.0.2.178',
    zone: (target) => announced(target, { certificate: 'wrong-name' }),
  }),
  policies({
    row: 18,
    name: 'mta-sts-expired',
    title: {
      en: 'The policy demands a valid certificate; this one has expired',
      fr: 'La stratégie exige un certificat valide ; celui-ci a expiré',
    },
    ip: '192.0.2.179',
    conduct: { is: 'certificate', condition: 'expired' },
    zone: (target) => announced(target, {}),
  }),
  policies({
    row: 18,
    name: 'mta-sts-other-name',
    title: {
      en: 'The policy demands a valid certificate; this one is another host’s',
      fr: 'La stratégie exige un certificat valide ; celui-ci est à un autre hôte',
    },
    ip: '192.0.2.180',
    conduct: { is: 'certificate', condition: 'wrong-name' },
    zone: (target) => announced(target, {}),
  }),
  policies({
    row: 18,
    name: 'mta-sts-self-signed',
    title: {
      en: 'The policy demands a valid certificate; this one signed itself',
      fr: 'La stratégie exige un certificat valide ; celui-ci est auto-signé',
    },
    ip: '192.0.2.181',
    conduct: { is: 'certificate', condition: 'self-signed' },
    zone: (target) => announced(target, {}),
  }),
  policies({
    row: 18,
    name: 'mta-sts-without-starttls',
    title: { en: 'The policy demands TLS, and STARTTLS is missing', fr: 'La stratégie exige TLS, et STARTTLS manque' },
    ip: '192.0.2.182',
    conduct: { is: 'no-starttls' },
    zone: (target) => announced(target, {}),
  }),
]
