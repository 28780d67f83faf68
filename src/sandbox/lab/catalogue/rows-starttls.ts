import type { LabRow } from './lab-row.ts'
import { type OneMachine, oneMachine } from './one-machine.ts'

const demanding = oneMachine('starttls')
const row = (sketch: OneMachine): LabRow => demanding({ tlsSettings: 'EncryptionOnly', ...sketch })

export const STARTTLS_ROWS: readonly LabRow[] = [
  row({
    row: 31,
    name: 'no-starttls',
    title: { en: 'STARTTLS is not on offer', fr: 'STARTTLS n’est pas proposé' },
    ip: '198.51.100.140',
    conduct: { is: 'no-starttls' },
  }),
  row({
    row: 31,
    name: 'no-starttls-in-clear',
    title: { en: 'STARTTLS is not on offer, and nobody demands it', fr: 'STARTTLS n’est pas proposé, et personne ne l’exige' },
    tlsSettings: null,
    ip: '198.51.100.141',
    conduct: { is: 'no-starttls' },
  }),
  row({
    row: 32,
    name: 'masked',
    title: { en: 'A firewall overwrites banner and STARTTLS', fr: 'Un pare-feu masque la bannière et STARTTLS' },
    ip: '198.51.100.142',
    conduct: { is: 'masked' },
  }),
  row({
    row: 33,
    name: 'starttls-500',
    title: { en: 'STARTTLS is on offer, then unknown: 500', fr: 'STARTTLS est proposé, puis inconnu : 500' },
    ip: '198.51.100.143',
    conduct: { is: 'starttls-reply', text: '500 5.3.3 Unrecognized command' },
  }),
  row({
    row: 34,
    name: 'starttls-454',
    title: { en: 'TLS is not available for now: 454', fr: 'TLS est momentanément indisponible : 454' },
    ip: '198.51.100.144',
    conduct: { is: 'starttls-reply', text: '454 4.7.0 TLS not available due to local problem' },
  }),
  row({
    row: 35,
    name: 'closed-after-starttls',
    title: { en: 'Closed after “220” to STARTTLS', fr: 'Fermée après le « 220 » à STARTTLS' },
    ip: '198.51.100.145',
    conduct: { is: 'closed-after-starttls', resets: false },
  }),
  row({
    row: 35,
    name: 'reset-after-starttls',
    title: { en: 'Reset when the handshake begins', fr: 'Réinitialisée au début de la négociation' },
    ip: '198.51.100.146',
    conduct: { is: 'closed-after-starttls', resets: true },
  }),
  row({
    row: 36,
    name: 'plain-after-starttls',
    title: { en: 'Goes on in clear text after STARTTLS', fr: 'Continue en clair après STARTTLS' },
    ip: '198.51.100.147',
    conduct: { is: 'plain-after-starttls' },
  }),
  row({
    row: 63,
    name: 'starttls-injection',
    title: { en: 'Speaks out of turn before TLS', fr: 'Parle hors de son tour avant TLS' },
    ip: '198.51.100.148',
    conduct: { is: 'smuggled', line: '250 2.1.0 Sender OK' },
  }),
]
