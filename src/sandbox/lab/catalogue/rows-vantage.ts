import type { LabRow } from './lab-row.ts'
import { oneMachine } from './one-machine.ts'

const row = oneMachine('vantage')

/** What a machine here cannot tell by itself: whether mail waits, and whether known-good targets answer. */
export const VANTAGE_ROWS: readonly LabRow[] = [
  row({
    row: 61,
    name: 'exchange-only',
    title: { en: 'The firewall lets in Exchange Online alone', fr: 'Le pare-feu ne laisse entrer qu’Exchange Online' },
    ip: '198.51.100.240',
    conduct: { is: 'exchange-only' },
  }),
  row({
    row: 62,
    name: 'outbound-blocked',
    title: { en: 'Port 25 is blocked where the bot runs', fr: 'Le port 25 est bloqué là où tourne le bot' },
    ip: '198.51.100.241',
    conduct: { is: 'exchange-only' },
  }),
  row({
    row: 62,
    name: 'outbound-rejected',
    title: { en: 'A firewall where the bot runs rejects port 25', fr: 'Un pare-feu rejette le port 25 là où tourne le bot' },
    ip: '198.51.100.242',
    conduct: { is: 'exchange-only', refuses: true },
  }),
]
