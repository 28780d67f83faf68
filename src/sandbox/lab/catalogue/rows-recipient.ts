import type { LabRow } from './lab-row.ts'
import { oneMachine } from './one-machine.ts'

const row = oneMachine('recipient')
const well = { mail: null, nullSender: null, rcpt: null }

export const RECIPIENT_ROWS: readonly LabRow[] = [
  row({
    row: 49,
    name: 'recipient-unknown',
    title: { en: 'The recipient is unknown: 550 5.1.1', fr: 'Le destinataire est inconnu : 550 5.1.1' },
    ip: '198.51.100.210',
    conduct: { is: 'replies', ...well, rcpt: '550 5.1.1 Recipient address rejected: User unknown in local recipient table' },
  }),
  row({
    row: 50,
    name: 'greylisted',
    title: { en: 'The first try is put off for a minute', fr: 'Le premier essai est remis d’une minute' },
    ip: '198.51.100.211',
    conduct: { is: 'greylist', reply: '450 4.2.0 Recipient address rejected: Greylisted, try again in 60 seconds', ms: 60_000 },
  }),
  row({
    row: 51,
    name: 'relay-denied',
    title: { en: 'The server does not relay: 550 5.7.1', fr: 'Le serveur ne relaie pas : 550 5.7.1' },
    ip: '198.51.100.212',
    conduct: { is: 'replies', ...well, rcpt: '550 5.7.1 Unable to relay' },
  }),
  row({
    row: 51,
    name: 'relay-denied-attribution',
    title: { en: 'The other tenant does not know us: 550 5.7.64', fr: 'L’autre locataire ne nous connaît pas : 550 5.7.64' },
    ip: '198.51.100.213',
    conduct: { is: 'replies', ...well, rcpt: '550 5.7.64 TenantAttribution; Relay Access Denied' },
  }),
  row({
    row: 52,
    name: 'null-sender-refused',
    title: { en: 'Bounces are refused: MAIL FROM:<>', fr: 'Les notifications d’échec de remise sont refusées : MAIL FROM:<>' },
    ip: '198.51.100.214',
    conduct: { is: 'replies', ...well, nullSender: '550 5.7.1 Null sender is not accepted here' },
  }),
  row({
    row: 53,
    name: 'closed-at-mail',
    title: { en: 'Closed at MAIL FROM', fr: 'Fermée à MAIL FROM' },
    ip: '198.51.100.215',
    conduct: { is: 'closed-at', command: 'MAIL', resets: false },
  }),
  row({
    row: 53,
    name: 'closed-at-data',
    title: { en: 'Reset at DATA: only the message trace shows it', fr: 'Réinitialisée à DATA : seul le suivi des messages le montre' },
    ip: '198.51.100.216',
    conduct: { is: 'closed-at', command: 'DATA', resets: true },
  }),
  row({
    row: 53,
    name: 'put-off-after-data',
    title: {
      en: '451 after the message: only the message trace shows it',
      fr: '451 après le message : seul le suivi des messages le montre',
    },
    ip: '198.51.100.217',
    conduct: { is: 'data-reply', text: '451 4.3.0 Temporary local problem, please try later' },
  }),
]
