import type { LabRow } from './lab-row.ts'
import { policies } from './policy-sketch.ts'
import type { TlsaSketch, ZoneConduct } from './zone-conduct.ts'

/** The records of a signed zone: one for each, written as usage, selector and matching type, and what it is made of. */
const signed =
  (...tlsa: readonly (readonly [TlsaSketch['usage'], TlsaSketch['selector'], TlsaSketch['matching'], TlsaSketch['of']])[]) =>
  (_target: string, host: string): ZoneConduct => ({
    signed: true,
    tlsa: tlsa.map(([usage, selector, matching, of]) => ({ host, usage, selector, matching, of })),
  })

/** TLSA records (RFC 7672) against what the machine shows. */
export const DANE_ROWS: readonly LabRow[] = [
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
    name: 'tlsa-weaker-digest',
    title: {
      en: 'Of two digests of one key the weaker alone matches',
      fr: 'De deux empreintes d’une clé, seule la plus faible correspond',
    },
    ip: '192.0.2.163',
    zone: signed([3, 1, 1, 'leaf'], [3, 1, 2, 'nobody']),
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
