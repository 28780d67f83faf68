import { describe, expect, test } from '@jest/globals'
import { diagnose } from '../../src/core/diagnose.ts'
import type { Channel } from '../../src/domain/person.ts'
import { tenant } from '../fixes/tenant.ts'
import { guest } from '../support/requests.ts'
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
