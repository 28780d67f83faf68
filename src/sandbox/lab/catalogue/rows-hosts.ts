import type { LabRow } from './lab-row.ts'
import type { Conduct } from './machine.ts'
import { targetOf } from './one-machine.ts'
import { row, type Sketch } from './sketch.ts'

/** One name with several addresses, each a machine of its own. */
const several = (at: Readonly<Record<string, Conduct>>, sketch: Sketch): LabRow =>
  row({
    family: 'hosts',
    tlsSettings: 'EncryptionOnly',
    ...sketch,
    machines: (host) => Object.entries(at).map(([ip, conduct]) => ({ host, ip, conduct })),
  })

export const HOST_ROWS: readonly LabRow[] = [
  several(
    { '198.51.100.218': { is: 'healthy' }, '198.51.100.219': { is: 'no-starttls' } },
    {
      row: 33,
      name: 'starttls-on-one-machine',
      title: { en: 'One of two machines offers STARTTLS', fr: 'Une machine sur deux propose STARTTLS' },
    },
  ),
  several(
    { '198.51.100.220': { is: 'healthy' }, '198.51.100.221': { is: 'curtailed' } },
    {
      row: 33,
      name: 'inspected-on-one-path',
      title: {
        en: 'A firewall shortens the EHLO reply on one of two paths',
        fr: 'Un pare-feu abrège la réponse à EHLO sur l’un des deux chemins',
      },
    },
  ),
  several(
    { '198.51.100.222': { is: 'healthy' }, '2001:db8:2:2::58': { is: 'silent' } },
    { row: 58, name: 'ipv6-broken', title: { en: 'IPv6 is dropped, IPv4 is fine', fr: 'IPv6 est écarté, IPv4 fonctionne' } },
  ),
  several(
    { '198.51.100.223': { is: 'healthy' }, '198.51.100.224': { is: 'refused' }, '198.51.100.225': { is: 'healthy' } },
    {
      row: 59,
      name: 'one-of-three-down',
      title: { en: 'One of three machines is down', fr: 'Une machine sur trois est arrêtée' },
    },
  ),
  several(
    { '198.51.100.226': { is: 'healthy' }, '198.51.100.227': { is: 'certificate', condition: 'wrong-name' } },
    {
      row: 60,
      name: 'different-certificates',
      title: { en: 'Two machines, two certificates', fr: 'Deux machines, deux certificats' },
      tlsSettings: 'DomainValidation',
      tlsDomain: targetOf('different-certificates'),
    },
  ),
]
