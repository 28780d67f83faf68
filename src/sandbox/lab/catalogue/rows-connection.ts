import type { LabRow } from './lab-row.ts'
import { oneMachine } from './one-machine.ts'

const row = oneMachine('connection')

export const CONNECTION_ROWS: readonly LabRow[] = [
  row({
    row: 19,
    name: 'refused',
    title: { en: 'Nothing listens on port 25', fr: 'Rien n’écoute sur le port 25' },
    ip: '198.51.100.101',
    conduct: { is: 'refused' },
  }),
  row({
    row: 20,
    name: 'silent',
    title: { en: 'Connections are dropped without a word', fr: 'Les connexions sont écartées sans un mot' },
    ip: '198.51.100.102',
    conduct: { is: 'silent' },
  }),
  row({
    row: 22,
    name: 'reset-on-accept',
    title: { en: 'Connections are accepted and reset at once', fr: 'Les connexions sont acceptées puis réinitialisées aussitôt' },
    ip: '198.51.100.103',
    conduct: { is: 'reset-on-accept' },
  }),
]
