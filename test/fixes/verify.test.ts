import { describe, expect, test } from '@jest/globals'
import type { Plan } from '../../src/domain/plan.ts'
import { fixFor } from '../../src/fixes/index.ts'
import { spanned } from '../../src/fixes/steps/verify-route.ts'
import { accepted, connector, message, minutesAgo, NOW, type Tenant, tenant, worldOf } from './tenant.ts'

/** The change took effect an hour ago, and the tenant still reads so. */
const SINCE = minutesAgo(60)
const changed = (changes: Partial<Tenant> = {}): Tenant =>
  tenant({
    connectors: [connector({ enabled: false })],
    domains: [accepted('contoso.example', { domainType: 'Authoritative' })],
    ...changes,
  })

async function verify(held: Tenant, since = SINCE, domains?: readonly string[]) {
  const fix = fixFor('retire-on-premises-route')
  const answer = await fix?.plan(worldOf(tenant()), { connector: 'To on-premises', domains: [], set: {}, at: minutesAgo(90) })
  if (answer?.is !== 'plan') throw new Error('no plan')
  const plan: Plan = { ...answer.plan, hash: 'abc', ...(domains && { domains }) }
  return fix?.verify(worldOf(held), plan, since, NOW)
}

const fresh = message('Delivered', 'ann@contoso.example', 10, [
  ['Receive', 10],
  ['Deliver', 10],
])
const bounced = message('Failed', 'typo@contoso.example', 300, [
  ['Receive', 300],
  ['Defer', 290],
  ['Fail', 30],
])
const drained = message('Delivered', 'bob@contoso.example', 300, [
  ['Receive', 300],
  ['Defer', 290],
  ['Deliver', 30],
])
const before = message('Delivered', 'cy@contoso.example', 300, [
  ['Receive', 300],
  ['Deliver', 300],
])
const elsewhere = message('Pending', 'x@elsewhere.example', 300, [['Defer', 5]])
const stuck = message('Pending', 'dan@contoso.example', 300, [
  ['Defer', 290],
  ['Defer', 55],
])
const deferredEarly = message('Pending', 'eve@contoso.example', 50, [['Defer', 45]])
const inFlight = message('Pending', 'fay@contoso.example', 1, [['Receive', 1]])

describe('an hour after a change', () => {
  test.each<[string, string, string, Partial<Tenant>]>([
    ['mail arrives and nothing waits', 'verified', 'nothing-pending', { messages: [fresh] }],
    ['the queue has drained, though nothing new came', 'verified', 'nothing-pending', { messages: [drained] }],
    ['the queue has bounced', 'verified', 'nothing-pending', { messages: [bounced] }],
    ['another route’s troubles do not count', 'verified', 'nothing-pending', { messages: [fresh, elsewhere] }],
    ['a message that just came does not count', 'verified', 'nothing-pending', { messages: [fresh, inFlight] }],
    ['the connector is on again', 'not-fixed', 'reverted', { messages: [fresh], connectors: [connector()] }],
    ['the connector is gone', 'not-fixed', 'reverted', { messages: [fresh], connectors: [] }],
    ['the domain relays again', 'not-fixed', 'reverted', { messages: [fresh], domains: [accepted('contoso.example')] }],
    [
      'a new message was put off',
      'not-fixed',
      'new-deferrals',
      { messages: [fresh, message('Pending', 'a@contoso.example', 20, [['Defer', 10]])] },
    ],
    [
      'an old one was put off again',
      'not-fixed',
      'new-deferrals',
      { messages: [message('Pending', 'a@contoso.example', 300, [['Defer', 10]])] },
    ],
    ['an old one waits for its retry', 'unclear', 'still-pending', { messages: [fresh, stuck] }],
    ['one put off while the change took effect waits for its retry', 'unclear', 'still-pending', { messages: [fresh, deferredEarly] }],
    [
      'waiting messages whose events cannot be read',
      'unclear',
      'still-pending',
      { messages: [fresh, inFlight], unreadable: ['traceDetails'] },
    ],
    ['nothing came since', 'unclear', 'no-traffic', { messages: [before] }],
    ['the connectors cannot be read', 'unclear', 'unreadable', { messages: [fresh], unreadable: ['connectors'] }],
    ['the trace cannot be read', 'unclear', 'unreadable', { messages: [fresh], unreadable: ['trace'] }],
    ['the trace was cut short', 'unclear', 'unreadable', { messages: [fresh], incomplete: ['trace'] }],
  ])('%s: %s, %s', async (_says, outcome, why, changes) => {
    expect(await verify(changed(changes))).toMatchObject({ outcome, why, at: NOW })
  })

  test('what was delivered, bounced and still waits since is counted', async () => {
    const messages = [fresh, drained, before, bounced, message('Failed', 'z@contoso.example', 20), stuck]
    expect(await verify(changed({ messages }))).toMatchObject({ delivered: 2, bounced: 2, pending: 1 })
  })

  test('a long queue is counted by its first and last bounces', async () => {
    const queue = Array.from({ length: 200 }, (_, at) => message('Failed', `u${at}@contoso.example`, 100 + at, [['Fail', 30]]))
    expect(await verify(changed({ messages: queue }))).toMatchObject({ outcome: 'verified', bounced: 200 })
  })

  test('minutes after a change, silence is the trace’s lag', async () => {
    expect(await verify(changed({ messages: [before] }), minutesAgo(10))).toMatchObject({ outcome: 'unclear', why: 'trace-lags' })
  })

  test('a route without domains cannot be followed', async () => {
    expect(await verify(changed({ messages: [fresh] }), SINCE, [])).toMatchObject({ outcome: 'unclear', why: 'no-traffic' })
  })

  test('patterns are followed too', async () => {
    const sub = message('Pending', 'a@branch.contoso.example', 300, [['Defer', 10]])
    expect(await verify(changed({ messages: [sub] }), SINCE, ['*.contoso.example'])).toMatchObject({ why: 'new-deferrals' })
  })
})

test.each([
  ['none', [], 0],
  [
    'each for itself',
    [
      [0, true],
      [1, false],
      [2, true],
    ],
    2,
  ],
  [
    'those between two that left',
    [
      [0, true],
      [10, true],
      [20, false],
    ],
    11,
  ],
  [
    'none before the first',
    [
      [0, false],
      [10, true],
      [20, true],
    ],
    11,
  ],
] as const)('counting by samples: %s', (_says, looks, count) => {
  expect(spanned(looks.map(([at, left]) => ({ at, left })))).toBe(count)
})
