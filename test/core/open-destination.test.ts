import { describe, expect, test } from '@jest/globals'
import { detailsCard } from '../../src/cards/index.ts'
import { diagnose } from '../../src/core/diagnose.ts'
import type { Channel } from '../../src/domain/person.ts'
import type { PressedReport } from '../../src/domain/press.ts'
import { tenant } from '../fixes/tenant.ts'
import { guest } from '../support/requests.ts'
import { showing } from '../support/samples.ts'
import { acting, openCore, TENANT } from './core-world.ts'

describe('an incident for a domain mail goes to', () => {
  test('is opened by a requester, audited, and diagnosed', async () => {
    const core = await openCore(tenant())
    const before = (await core.world.store.auditRows(0, 100_000)).length
    const ruling = await core.desk.openDestination(acting(), TENANT, 'Fabrikam.Example')
    expect(ruling).toMatchObject({ is: 'accepted', value: { subject: { is: 'destination', domain: 'fabrikam.example' }, state: 'open' } })
    const [row] = (await core.world.store.auditRows(0, 100_000)).slice(before)
    expect(row).toMatchObject({ action: 'incident.opened', actor: acting().person.id, details: { domain: 'fabrikam.example' } })
    expect((await core.waiting()).map((job) => job.name)).toEqual(expect.arrayContaining(['diagnose', 'publish']))
    if (ruling.is === 'accepted') await diagnose(core.world, ruling.value.id)
    expect((await core.desk.incidents([]))[0]?.diagnosis?.target).toBe('fabrikam.example')
  })

  test('says who opened it again, where a person did', async () => {
    const core = await openCore(tenant())
    const first = await core.desk.openDestination(acting(), TENANT, 'fabrikam.example')
    if (first.is !== 'accepted') throw new Error(first.why)
    await core.desk.resolve(acting(), first.value.id)
    await core.desk.openDestination(acting(), TENANT, 'fabrikam.example')
    const incident = await core.desk.incident(first.value.id)
    expect(incident?.history.at(-1)).toMatchObject({ event: 'reopened', by: acting().person.name })
    const details = detailsCard({ incident: incident!, requests: [], children: [], tenantName: 'Contoso' }, showing('en'))
    expect(JSON.stringify(details)).toContain(`${acting().person.name} opened the incident again.`)
    expect(JSON.stringify(details)).not.toContain('A new alert or a change taken back')
  })

  test('asked for twice is one', async () => {
    const core = await openCore(tenant())
    await Promise.all([1, 2].map(() => core.desk.openDestination(acting(), TENANT, 'fabrikam.example')))
    expect(await core.desk.incidents([])).toHaveLength(1)
  })

  test('is refused to whoever may not ask, and for a tenant nobody looks after', async () => {
    const core = await openCore(tenant())
    expect(await core.desk.openDestination(acting(guest), TENANT, 'fabrikam.example')).toMatchObject({ why: 'not-a-requester' })
    expect(await core.desk.openDestination(acting(), 'elsewhere', 'fabrikam.example')).toMatchObject({ why: 'unknown-tenant' })
    expect(await core.desk.incidents([])).toEqual([])
  })
})

test('a host somebody has looked at because of an error is held against that error', async () => {
  const core = await openCore(tenant())
  const report: PressedReport = {
    recipient: null,
    reply: '450',
    status: '4.4.316',
    finding: 'connection-refused',
    server: 'mail.fabrikam.example',
    ip: null,
    detail: 'Socket error code 10061',
    at: null,
    reporter: null,
  }
  const { reported } = await core.desk.examine(TENANT, 'mail.fabrikam.example', report)
  expect(reported).toMatchObject([{ finding: 'connection-refused', status: '4.4.316' }])
  expect((await core.desk.examine(TENANT, 'mail.fabrikam.example')).reported).toEqual([])
})

describe('the errors an incident is opened for', () => {
  const read = (changes: Partial<PressedReport> = {}): PressedReport => ({
    recipient: '@fabrikam.example',
    reply: '450',
    status: '4.4.316',
    finding: 'connection-refused',
    server: 'mail.fabrikam.example',
    ip: '192.0.2.10',
    detail: 'Socket error code 10061',
    at: '2026-03-01T08:00:00Z',
    reporter: null,
    ...changes,
  })
  const opened = async (reports: readonly PressedReport[], core?: Awaited<ReturnType<typeof openCore>>) => {
    const ruling = await (core ?? (await openCore(tenant()))).desk.openDestination(acting(), TENANT, 'fabrikam.example', reports)
    if (ruling.is !== 'accepted') throw new Error(ruling.why)
    return ruling.value
  }

  test('are kept: the line, the code, whose server, the recipients’ domain and when', async () => {
    const core = await openCore(tenant())
    const { id } = await opened([read()], core)
    const incident = await core.desk.incident(id)
    expect(incident?.reported).toEqual([
      {
        text: '450 4.4.316 Socket error code 10061 (mail.fabrikam.example 192.0.2.10)',
        reply: '450',
        status: '4.4.316',
        finding: 'connection-refused',
        at: '2026-03-01T08:00:00.000Z',
        domain: 'fabrikam.example',
      },
    ])
    expect(incident?.history[0]).toMatchObject({ event: 'opened', by: acting().person.name })
    const details = detailsCard({ incident: incident!, requests: [], children: [], tenantName: 'Contoso' }, showing('en'))
    expect(JSON.stringify(details)).toContain('450 4.4.316 Socket error code 10061 (mail.fabrikam.example 192.0.2.10)  → fabrikam.example')
    await diagnose(core.world, id)
    expect((await core.desk.incident(id))?.reported).toEqual(incident?.reported)
  })

  test.each([null, '2026-03-01T08:00:00', '2999-01-01T00:00:00Z', 'yesterday'])(
    'are as old as the press where %s says nothing else',
    async (at) => {
      const core = await openCore(tenant())
      expect((await opened([read({ at })], core)).reported[0]?.at).toBe(core.world.clock.now())
    },
  )

  test('join those of an incident that is open already, the newest of each meaning first', async () => {
    const core = await openCore(tenant())
    await opened([read({ detail: 'first' })], core)
    await opened([read({ detail: 'older', at: '2026-02-01T08:00:00Z' })], core)
    const { reported } = await opened([read({ finding: 'certificate-expired', status: '4.4.317', at: '2026-03-02T08:00:00Z' })], core)
    expect(reported.map(({ text }) => text)).toEqual([expect.stringContaining('4.4.317'), expect.stringContaining('first')])
    expect(await core.desk.incidents([])).toHaveLength(1)
  })

  test('without words stand in the details by their meaning', async () => {
    const incident = await opened([read({ reply: null, status: null, detail: null, server: null, ip: null })])
    const details = detailsCard({ incident, requests: [], children: [], tenantName: 'Contoso' }, showing('en'))
    expect(JSON.stringify(details)).toContain('The destination server refuses the connection  → fabrikam.example')
  })
})

describe('the language of what everybody reads', () => {
  const channel: Channel = { platform: 'slack', organisation: 'T1', id: 'C1', name: 'mail', isPersonal: false, tenants: [], language: null }
  const languageIn = async (changes: Partial<Channel> | null, language: 'en' | 'fr') => {
    const core = await openCore(tenant())
    if (changes) await core.world.store.transaction((tx) => tx.saveChannel({ ...channel, ...changes }))
    const { createDesk } = await import('../../src/core/create-desk.ts')
    return createDesk({ ...core.world, tenants: [{ id: TENANT, name: 'Contoso', language }] }).languageIn(channel)
  }

  test('is the channel’s own, else its tenant’s', async () => {
    expect(await languageIn({ language: 'en', tenants: [TENANT] }, 'fr')).toBe('en')
    expect(await languageIn({ tenants: [TENANT] }, 'fr')).toBe('fr')
    expect(await languageIn(null, 'fr')).toBe('fr')
  })
})
