import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { validateNow } from '../../src/core/validate.ts'
import { found, unknown } from '../../src/domain/answer.ts'
import type { Jobs } from '../../src/domain/job.ts'
import type { ReplyTo } from '../../src/domain/post.ts'
import type { ValidationOutcome } from '../../src/domain/validation.ts'
import { connector, tenant } from '../fixes/tenant.ts'
import { guest, sam } from '../support/requests.ts'
import { acting, MINUTE, openCore, TENANT } from './core-world.ts'

const asked = { tenant: TENANT, connector: 'To on-premises', recipient: 'postmaster@contoso.example' }
const reply = { platform: 'slack', is: 'response-url', url: 'https://hooks.slack.com/x' } satisfies ReplyTo
const TASKS = [
  { name: 'Check connectivity', ok: true, detail: null },
  { name: 'Send test email', ok: false, detail: '450 4.4.316 Connection refused' },
]

/** A world whose Exchange notes the validations it was asked for. */
async function open(answer: ValidationOutcome | Promise<ValidationOutcome> = found(TASKS)) {
  const calls: unknown[][] = []
  const core = await openCore(tenant({ connectors: [connector()] }), (exchange) => ({
    ...exchange,
    validateOutboundConnector: async (...args) => {
      calls.push(args)
      return answer
    },
  }))
  const job = async (): Promise<Jobs['validate']> => {
    const [waiting] = (await core.waiting()).filter((each) => each.name === 'validate')
    if (waiting?.name !== 'validate') throw new Error('no validation waits')
    return waiting.data
  }
  /** What is left to be told, oldest first. */
  const results = async () => (await core.waiting()).flatMap((each) => (each.name === 'validated' ? [each.data.result] : []))
  return { ...core, calls, job, results }
}

describe('a test message through a connector', () => {
  test('is asked for by a requester, stored with its audit, and sent by a job', async () => {
    const { desk, world, calls, job, waiting } = await open()
    expect(await desk.validate(acting(), asked, reply)).toEqual({ is: 'accepted', value: asked })
    expect(calls).toEqual([])
    const data = await job()
    await validateNow(world, data)
    expect((await waiting()).find((each) => each.name === 'validated')?.data).toEqual({ ...data, result: found(TASKS) })
    expect(calls).toEqual([['To on-premises', ['postmaster@contoso.example']]])
    const rows = (await world.store.auditRows(0, 10)).map((row) => [row.action, row.actor, row.subject])
    expect(rows.slice(-2)).toEqual([
      ['connector.validation-asked', acting().person.id, 'To on-premises'],
      ['connector.validated', 'bot', 'To on-premises'],
    ])
  })

  test('is sent once, however often the job runs', async () => {
    const { desk, world, calls, job, results } = await open()
    await desk.validate(acting(), asked, reply)
    const data = await job()
    for (let run = 0; run < 3; run++) await validateNow(world, data)
    expect(calls).toHaveLength(1)
    expect(await results()).toEqual([found(TASKS)])
  })

  test('whose process died over it says once that nobody knows, and still what became of it when it ends after all', async () => {
    let end: (answer: ValidationOutcome) => void = () => {}
    const slow = new Promise<ValidationOutcome>((resolve) => {
      end = resolve
    })
    const { desk, world, calls, job, results } = await open(slow)
    await desk.validate(acting(), asked, reply)
    const data = await job()
    const first = validateNow(world, data)
    while (calls.length === 0) await setImmediate()
    await validateNow(world, data)
    await validateNow(world, data)
    expect(await results()).toEqual([unknown(expect.stringContaining('interrupted') as unknown as string)])
    end(found(TASKS))
    await first
    expect((await results()).at(-1)).toEqual(found(TASKS))
  })

  test('is one wish for one press, however often that press is delivered', async () => {
    const { desk, waiting, pass } = await open()
    const asking = () => desk.validate(acting(), asked, reply)
    const answers = await Promise.all([asking(), asking()])
    pass(MINUTE)
    expect([...answers, await asking()].map((answer) => answer.is)).toEqual(['accepted', 'accepted', 'accepted'])
    expect((await waiting()).filter((each) => each.name === 'validate')).toHaveLength(1)
  })

  test('is one wish for a double click, and another for a press made later, by somebody else or for something else', async () => {
    const { desk, waiting, world, pass } = await open()
    const audited = async () => (await world.store.auditRows(0, 100)).filter((row) => row.action === 'connector.validation-asked').length
    const before = await audited()
    let presses = 0
    const press = async (person = acting().person, wish = asked) => {
      const answered = await desk.validate(acting(person), wish, { ...reply, url: `${reply.url}/${presses++}` })
      expect(answered.is).toBe('accepted')
      return (await waiting()).filter((each) => each.name === 'validate').length
    }
    expect([await press(), await press()]).toEqual([1, 1])
    pass(7_000)
    expect(await press()).toBe(1)
    expect(await press(sam)).toBe(2)
    expect(await press(acting().person, { ...asked, recipient: 'abuse@contoso.example' })).toBe(3)
    pass(MINUTE)
    expect(await press()).toBe(4)
    expect((await audited()) - before).toBe(4)
  })

  test.each([
    ['a stranger', guest, asked, 'not-a-requester'],
    ['another tenant', undefined, { ...asked, tenant: 'elsewhere' }, 'unknown-tenant'],
    ['what is no address', undefined, { ...asked, recipient: 'x@y -Confirm:$false' }, 'bad-address'],
  ])('is refused to %s, and nothing is stored', async (_says, person, wish, why) => {
    const { desk, waiting } = await open()
    expect(await desk.validate(acting(person), wish, reply)).toMatchObject({ is: 'refused', why })
    expect(await waiting()).toEqual([])
  })

  test('that ends without an answer is unknown, and the audit says so', async () => {
    const { desk, world, job, results } = await open(unknown('no answer'))
    await desk.validate(acting(), asked, reply)
    await validateNow(world, await job())
    expect(await results()).toEqual([unknown('no answer')])
    expect((await world.store.auditRows(0, 100)).at(-1)).toMatchObject({
      action: 'connector.validated',
      details: { ok: null, why: 'unknown' },
    })
  })
})
