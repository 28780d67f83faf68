import type { LabRow } from './lab-row.ts'
import type { Conduct } from './machine.ts'
import { targetOf } from './one-machine.ts'

type Sketch = Pick<LabRow, 'row' | 'name' | 'title'> & Partial<LabRow> & { readonly at: Readonly<Record<string, Conduct>> }

/** One name with several addresses, each a machine of its own. */
function row({ at, ...sketch }: Sketch): LabRow {
  const target = targetOf(sketch.name)
  return {
    family: 'hosts',
    target,
    as: 'smart-host',
    tlsSettings: 'EncryptionOnly',
    tlsDomain: null,
    zone: null,
    machines: Object.entries(at).map(([ip, conduct]) => ({ host: target, ip, conduct })),
    ...sketch,
  }
}

export const HOST_ROWS: readonly LabRow[] = [
  row({
    row: 33,
    name: 'inspected-on-one-path',
    title: { en: 'STARTTLS is missing on one of two paths', fr: 'STARTTLS manque sur l’un des deux chemins' },
    at: { '198.51.100.220': { is: 'healthy' }, '198.51.100.221': { is: 'no-starttls' } },
  }),
  row({
    row: 58,
    name: 'ipv6-broken',
    title: { en: 'IPv6 is dropped, IPv4 is fine', fr: 'IPv6 est écarté, IPv4 fonctionne' },
    at: { '198.51.100.222': { is: 'healthy' }, '2001:db8:2:2::58': { is: 'silent' } },
  }),
  row({
    row: 59,
    name: 'one-of-three-down',
    title: { en: 'One of three machines is down', fr: 'Une machine sur trois est arrêtée' },
    at: { '198.51.100.223': { is: 'healthy' }, '198.51.100.224': { is: 'refused' }, '198.51.100.225': { is: 'healthy' } },
  }),
  row({
    row: 60,
    name: 'different-certificates',
    title: { en: 'Two machines, two certificates', fr: 'Deux machines, deux certificats' },
    tlsSettings: 'DomainValidation',
    tlsDomain: targetOf('different-certificates'),
    at: { '198.51.100.226': { is: 'healthy' }, '198.51.100.227': { is: 'certificate', condition: 'wrong-name' } },
  }),
]
