import type { LabRow } from './lab-row.ts'
import { type OneMachine, oneMachine } from './one-machine.ts'

const demanding = oneMachine('tls')
const row = (sketch: OneMachine): LabRow => demanding({ tlsSettings: 'EncryptionOnly', ...sketch })

export const TLS_ROWS: readonly LabRow[] = [
  row({
    row: 37,
    name: 'hang-at-handshake',
    title: { en: 'The handshake is never answered', fr: 'La négociation reste sans réponse' },
    ip: '198.51.100.160',
    conduct: { is: 'hang-at-handshake' },
  }),
  row({
    row: 38,
    name: 'tls-old',
    title: { en: 'TLS 1.0 and 1.1 only', fr: 'TLS 1.0 et 1.1 seulement' },
    ip: '198.51.100.161',
    conduct: { is: 'tls-old' },
  }),
  row({
    row: 39,
    name: 'weak-ciphers',
    title: { en: 'No cipher in common', fr: 'Aucune suite de chiffrement en commun' },
    ip: '198.51.100.162',
    conduct: { is: 'tls-weak-ciphers' },
  }),
  row({
    row: 39,
    name: 'client-certificate',
    title: { en: 'Demands a client certificate (TLS 1.2)', fr: 'Exige un certificat client (TLS 1.2)' },
    ip: '198.51.100.163',
    conduct: { is: 'client-certificate', version: 'TLSv1.2' },
  }),
  row({
    row: 39,
    name: 'client-certificate-13',
    title: { en: 'Demands a client certificate (TLS 1.3)', fr: 'Exige un certificat client (TLS 1.3)' },
    ip: '198.51.100.164',
    conduct: { is: 'client-certificate', version: 'TLSv1.3' },
  }),
]
