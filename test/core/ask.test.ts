import { describe, expect, test } from '@jest/globals'
import { type Asked, ask, askUndo } from '../../src/core/ask.ts'
import type { Change } from '../../src/domain/request.ts'
import { AT, alex, guest, incident, plan, policy, request, sam } from '../support/requests.ts'

const asking = { policy, person: alex, now: AT, id: 'new1', frozenUntil: null }
const FRESH = 15 * 60_000
const outcome = (asked: Asked): string => (asked.is === 'refused' ? asked.why : asked.request.state)
const guard = (ruling: 'refuse' | 'one-more-approver') => ({ guard: 'hybrid-wizard', ruling, atLeast: false, args: {} }) as const

describe('asking for a plan', () => {
  test.each([
    ['a requester asks for what was shown', {}, {}, 'waiting'],
    ['a stranger does not', {}, { person: guest }, 'not-a-requester'],
    ['an approver may ask too', {}, { person: sam }, 'waiting'],
    ['nothing is asked during a freeze', {}, { frozenUntil: '2026-11-23T00:00:00.000Z' }, 'frozen'],
    ['a resolved incident needs no change', { state: 'resolved' as const }, {}, 'incident-resolved'],
    ['a plan that is no longer offered', { offers: [] }, {}, 'plan-changed'],
    ['a plan read too long ago', {}, { now: '2026-11-22T10:15:01.000Z' }, 'plan-stale'],
  ])('%s', (_says, state, who, expected) => {
    expect(outcome(ask(incident(state), [], plan().hash, 1, FRESH, { ...asking, ...who }))).toBe(expected)
  })

  test('a guard that refuses cannot be asked around', () => {
    const refused = plan({ guards: [guard('refuse')] })
    expect(outcome(ask(incident({ offers: [refused] }), [], refused.hash, 1, FRESH, asking))).toBe('guards-refuse')
  })

  test('a guard may ask for one more approver', () => {
    const dangerous = plan({ guards: [guard('one-more-approver')] })
    const asked = ask(incident({ offers: [dangerous] }), [], dangerous.hash, 1, FRESH, asking)
    expect(asked.is === 'asked' && asked.request.approvalsNeeded).toBe(2)
  })

  test('one standing request at a time', () => {
    expect(outcome(ask(incident(), [request()], plan().hash, 1, FRESH, asking))).toBe('already-requested')
  })

  test('the request expires after the configured minutes', () => {
    const asked = ask(incident(), [], plan().hash, 1, FRESH, {
      ...asking,
      policy: { ...policy, expiryMinutes: { 'disable-connector': 5 } },
    })
    expect(asked.is === 'asked' && asked.request.expiresAt).toBe('2026-11-22T10:05:00.000Z')
  })
})

describe('the way back', () => {
  const change: Change = { steps: [{ name: 'To on-premises', is: 'done', readBack: { Enabled: false }, error: null }], appliedAt: AT }

  test('swaps before and after and names what it undoes', () => {
    const asked = askUndo(request({ state: 'applied', change }), incident(), asking)
    expect(asked).toMatchObject({
      is: 'asked',
      request: { undoes: 'req1', plan: { steps: [{ before: { Enabled: false }, after: { Enabled: true } }] } },
    })
  })

  test.each([
    ['nothing was applied', { state: 'rejected' as const }, 'nothing-to-undo'],
    ['it is undone already', { state: 'undone' as const, change }, 'already-undone'],
    ['an undo already waits', { state: 'applied' as const, change, undoneBy: 'req2' }, 'already-requested'],
  ])('is refused when %s', (_says, state, expected) => {
    expect(outcome(askUndo(request(state), incident(), asking))).toBe(expected)
  })

  test('a partly applied change goes back only by what took effect', () => {
    const two = plan({
      steps: [
        ...plan().steps,
        {
          object: 'accepted-domain',
          identity: 'd',
          name: 'd',
          before: { DomainType: 'InternalRelay' },
          after: { DomainType: 'Authoritative' },
        },
      ],
    })
    const partly: Change = { steps: [...change.steps, { name: 'd', is: 'failed', readBack: null, error: 'no' }], appliedAt: null }
    const asked = askUndo(request({ state: 'partial', plan: two, change: partly }), incident(), asking)
    expect(asked.is === 'asked' && asked.request.plan.steps.map((step) => step.name)).toEqual(['To on-premises'])
  })
})
