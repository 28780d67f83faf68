import { describe, expect, test } from '@jest/globals'
import { withHash } from '../../src/core/plan-hash.ts'
import { personOf } from '../../src/core/policy.ts'
import type { Profile } from '../../src/domain/person.ts'
import { plan, policy, sam } from '../support/requests.ts'

const profile: Profile = {
  platform: 'slack',
  organisation: 'T1',
  user: 'U1',
  name: 'Sam',
  email: 'Sam@Contoso.example',
  locale: 'fr-FR',
  mention: 'U1',
  proof: 'confirmed-email',
  disqualified: null,
}

describe('who stands behind an account', () => {
  test.each([
    ['a confirmed address, whatever its case', {}, sam.id],
    ['another address joined in the configuration', { email: 's.dubois@contoso.example' }, sam.id],
    ['an address nobody joined is a person of its own', { email: 'sam@elsewhere.example' }, 'sam@elsewhere.example'],
    ['a workspace that is not allowed', { organisation: 'T2' }, 'wrong-organisation'],
    ['a Slack workspace’s id does not let anybody in from Teams', { platform: 'teams' as const }, 'wrong-organisation'],
    ['nor does a Teams tenant’s from Slack', { organisation: 'tenant-1' }, 'wrong-organisation'],
    [
      'the command line’s organisation exists in the sandbox alone',
      { platform: 'console' as const, organisation: 'sandbox' },
      'wrong-organisation',
    ],
    ['a letter that only looks like another (Kelvin’s K) is another', { email: '\u212Aim@contoso.example' }, '\u212Aim@contoso.example'],
    ['a guest', { disqualified: 'guest' as const }, 'not-linked'],
    ['no address', { email: null }, 'not-linked'],
  ])('%s', (_says, parts, expected) => {
    const person = personOf(policy, { ...profile, ...parts })
    expect(person.is === 'refused' ? person.why : person.id).toBe(expected)
  })
})

describe('the name of a plan', () => {
  test('does not depend on the order of properties or on a count', () => {
    const same = plan({
      guards: plan().guards.map((guard) => ({ ...guard, args: { domains: 'contoso.example', count: 3 } })),
      plannedAt: '2026-11-22T11:00:00.000Z',
    })
    expect(same.hash).toBe(plan().hash)
  })

  test.each([
    ['another value', { steps: plan().steps.map((step) => ({ ...step, after: { Enabled: true } })) }],
    ['another object', { steps: plan().steps.map((step) => ({ ...step, identity: 'c2' })) }],
    ['another tenant', { tenant: 'tenant-2' }],
    ['a guard that rules otherwise', { guards: plan().guards.map((guard) => ({ ...guard, ruling: 'refuse' as const })) }],
  ])('changes with %s', (_says, parts) => {
    expect(withHash({ ...plan(), ...parts }).hash).not.toBe(plan().hash)
  })
})
