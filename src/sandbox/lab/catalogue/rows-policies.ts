import type { LabRow } from './lab-row.ts'
import type { Conduct, Machine } from './machine.ts'
import { row, type Sketch } from './sketch.ts'
import type { PolicyHost, TlsaSketch, ZoneConduct, ZoneRecord } from './zone-conduct.ts'

/** A domain with one exchange, `mx.<target>`. */
interface Policies extends Omit<Sketch, 'machines' | 'zone'> {
  readonly ip: string
  readonly conduct?: Conduct
  readonly zone: (target: string, exchange: string) => ZoneConduct
}

function policies({ ip, conduct = { is: 'healthy' }, zone, ...sketch }: Policies): LabRow {
  return row({
    family: 'policies',
    as: 'domain',
    ...sketch,
    machines: (target): readonly Machine[] => [{ host: `mx.${target}`, ip, conduct }],
    zone: (target) => zone(target, `mx.${target}`),
  })
}

/** The records of a signed zone: one for each, written as usage, selector and matching type, and what it is made of. */
const signed =
  (...tlsa: readonly (readonly [TlsaSketch['usage'], TlsaSketch['selector'], TlsaSketch['matching'], TlsaSketch['of']])[]) =>
  (_target: string, host: string): ZoneConduct => ({
    signed: true,
    tlsa: tlsa.map(([usage, selector, matching, of]) => ({ host, usage, selector, matching, of })),
  })

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

const DANE_ROWS: readonly LabRow[] = [
  policies({
    row: 13,
    name: 'tlsa-signature-broken',
    title: { en: 'Only the TLSA record’s signature does not hold', fr: 'Seule la signature de l’enregistrement TLSA n’est pas valable' },
    ip: '192.0.2.150',
    zone: (target, exchange) => ({
      ...signed([3, 1, 1, 'leaf'])(target, exchange),
      manners: [{ at: `_25._tcp.${exchange}`, types: ['TLSA'], is: 'bogus' }],
    }),
  }),
  policies({
    row: 14,
    name: 'tlsa-mismatch',
    title: { en: 'The TLSA record is another key’s', fr: 'L’enregistrement TLSA est celui d’une autre clé' },
    ip: '192.0.2.151',
    zone: signed([3, 1, 1, 'nobody']),
  }),
  policies({
    row: 14,
    name: 'tlsa-healthy',
    title: { en: 'The TLSA record matches the key', fr: 'L’enregistrement TLSA correspond à la clé' },
    ip: '192.0.2.152',
    zone: signed([3, 1, 1, 'leaf']),
  }),
  policies({
    row: 14,
    name: 'tlsa-rollover',
    title: { en: 'One of two TLSA records matches', fr: 'Un enregistrement TLSA sur deux correspond' },
    ip: '192.0.2.153',
    zone: signed([3, 1, 1, 'nobody'], [3, 0, 2, 'leaf']),
  }),
  policies({
    row: 14,
    name: 'tlsa-authority',
    title: { en: 'The TLSA record names the issuing authority', fr: 'L’enregistrement TLSA nomme l’autorité émettrice' },
    ip: '192.0.2.154',
    zone: signed([2, 0, 1, 'issuer']),
  }),
  policies({
    row: 14,
    name: 'tlsa-self-signed',
    title: {
      en: 'A self-signed certificate that the TLSA record vouches for',
      fr: 'Un certificat auto-signé que l’enregistrement TLSA confirme',
    },
    ip: '192.0.2.155',
    conduct: { is: 'certificate', condition: 'self-signed' },
    zone: signed([3, 1, 1, 'leaf']),
  }),
  policies({
    row: 14,
    name: 'tlsa-unusable',
    title: { en: 'Only TLSA records that no mail server uses', fr: 'Seulement des enregistrements TLSA inutilisables pour le courrier' },
    ip: '192.0.2.156',
    zone: signed([0, 0, 1, 'issuer'], [1, 1, 1, 'nobody']),
  }),
  policies({
    row: 14,
    name: 'tlsa-unsigned',
    title: { en: 'A wrong TLSA record in a zone without signatures', fr: 'Un enregistrement TLSA erroné dans une zone non signée' },
    ip: '192.0.2.157',
    zone: (target, exchange) => ({ ...signed([3, 1, 1, 'nobody'])(target, exchange), signed: false }),
  }),
  policies({
    row: 15,
    name: 'tlsa-authority-expired',
    title: {
      en: 'The TLSA record names the authority, the certificate has expired',
      fr: 'L’enregistrement TLSA nomme l’autorité, le certificat a expiré',
    },
    ip: '192.0.2.158',
    conduct: { is: 'certificate', condition: 'expired' },
    zone: signed([2, 0, 1, 'issuer']),
  }),
  policies({
    row: 15,
    name: 'tlsa-authority-other-host',
    title: {
      en: 'The TLSA record names the authority, the certificate another host',
      fr: 'L’enregistrement TLSA nomme l’autorité, le certificat un autre hôte',
    },
    ip: '192.0.2.159',
    conduct: { is: 'certificate', condition: 'wrong-name' },
    zone: signed([2, 0, 1, 'issuer']),
  }),
  policies({
    row: 15,
    name: 'tlsa-key-expired',
    title: { en: 'Expired, but the TLSA record vouches for the key', fr: 'Expiré, mais l’enregistrement TLSA confirme la clé' },
    ip: '192.0.2.160',
    conduct: { is: 'certificate', condition: 'expired' },
    zone: signed([3, 1, 1, 'leaf']),
  }),
  policies({
    row: 16,
    name: 'tlsa-without-starttls',
    title: { en: 'A TLSA record, and no STARTTLS', fr: 'Un enregistrement TLSA, mais pas de STARTTLS' },
    ip: '192.0.2.161',
    conduct: { is: 'no-starttls' },
    zone: signed([3, 1, 1, 'leaf']),
  }),
  policies({
    row: 16,
    name: 'tlsa-handshake-fails',
    title: { en: 'A TLSA record, and a handshake that fails', fr: 'Un enregistrement TLSA, mais une négociation qui échoue' },
    ip: '192.0.2.162',
    conduct: { is: 'closed-after-starttls', resets: false },
    zone: signed([3, 1, 1, 'leaf']),
  }),
]

const MTA_STS_ROWS: readonly LabRow[] = [
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

export const POLICY_ROWS: readonly LabRow[] = [...DANE_ROWS, ...MTA_STS_ROWS]
