import { describe, expect, test } from '@jest/globals'
import { type Deciding, decide, withdraw } from '../../src/core/decide.ts'
import type { ChangeRequest } from '../../src/domain/request.ts'
import { AT, alex, guest, kim, plan, policy, request, sam } from '../support/requests.ts'

const approval: Deciding = { by: sam, verb: 'approve', planHash: plan().hash, surface: 'slack', now: AT }
const byKim = { verb: 'approve', by: kim, at: AT, surface: 'teams' } as const

describe('who may decide what', () => {
  test.each<[string, Partial<ChangeRequest>, Partial<Deciding>, string]>([
    ['an approver approves', {}, {}, 'approved'],
    ['an approver rejects', {}, { verb: 'reject' }, 'rejected'],
    ['one approval of two keeps waiting', { approvalsNeeded: 2 }, {}, 'waiting'],
    ['the second of two approves', { approvalsNeeded: 2, decisions: [byKim] }, {}, 'approved'],
    ['a requester is no approver', {}, { by: alex }, 'not-an-approver'],
    ['the same display name is nobody', {}, { by: guest }, 'not-an-approver'],
    ['nobody approves their own request', { requester: sam }, {}, 'own-request'],
    ['a requester who may approve still rejects their own', { requester: sam }, { verb: 'reject' }, 'rejected'],
    ['the same person counts once', { approvalsNeeded: 2, decisions: [{ ...byKim, by: sam }] }, {}, 'already-approved-by-you'],
    ['a decided request stays decided', { state: 'approved' }, {}, 'already-decided'],
    ['a rejected one too', { state: 'rejected' }, { verb: 'approve' }, 'already-decided'],
    ['an expired one says so', { state: 'expired' }, {}, 'request-expired'],
    ['time runs out even before the timer fired', {}, { now: '2026-11-22T10:30:00.000Z' }, 'request-expired'],
    ['another plan than the one shown is refused', {}, { planHash: 'f'.repeat(32) }, 'plan-changed'],
  ])('%s', (_says, state, deciding, outcome) => {
    const decided = decide(request(state), { ...approval, ...deciding }, policy)
    expect(decided.is === 'refused' ? decided.why : decided.request.state).toBe(outcome)
  })

  test('addresses joined since the first approval are one person, who counts once', () => {
    const before = { ...byKim, by: { id: 's.dubois@contoso.example', name: 'Sam' } }
    const decided = decide(request({ approvalsNeeded: 2, decisions: [before] }), approval, policy)
    expect(decided).toMatchObject({ is: 'refused', why: 'already-approved-by-you' })
  })

  test('a requester whose address was joined since does not approve their own request', () => {
    const decided = decide(request({ requester: { id: 's.dubois@contoso.example', name: 'Sam' } }), approval, policy)
    expect(decided).toMatchObject({ is: 'refused', why: 'own-request' })
  })

  test('an approval of somebody who may no longer approve does not count', () => {
    const decided = decide(request({ approvalsNeeded: 2, decisions: [{ ...byKim, by: guest }] }), approval, policy)
    expect(decided).toMatchObject({ is: 'decided', request: { state: 'waiting' } })
  })

  test('nothing is approved during a freeze; what waits can still be rejected', () => {
    const frozenUntil = '2026-11-23T00:00:00.000Z'
    expect(decide(request(), { ...approval, frozenUntil }, policy)).toMatchObject({ is: 'refused', why: 'frozen' })
    expect(decide(request(), { ...approval, verb: 'reject', frozenUntil }, policy)).toMatchObject({ request: { state: 'rejected' } })
  })

  test('a decision is one version further, so that two at once cannot both be saved', () => {
    const decided = decide(request({ version: 7 }), approval, policy)
    expect(decided.is === 'decided' && decided.request.version).toBe(8)
  })
})

describe('taking a request back', () => {
  test.each([
    ['the requester may', alex, {}, 'withdrawn'],
    ['an approver may not', sam, {}, 'not-yours'],
    ['not once it is approved', alex, { state: 'approved' as const }, 'already-decided'],
  ])('%s', (_says, by, state, outcome) => {
    const decided = withdraw(request(state), by)
    expect(decided.is === 'refused' ? decided.why : decided.request.state).toBe(outcome)
  })
})
