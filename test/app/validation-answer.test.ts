import { expect, test } from '@jest/globals'
import { jobHandlers } from '../../src/app/handlers.ts'
import { found } from '../../src/domain/answer.ts'
import type { Drawing } from '../../src/domain/post.ts'
import type { PostOutcome } from '../../src/ports/poster.ts'
import { createPublisher } from '../../src/surfaces/publisher.ts'
import { acting, openCore, TENANT } from '../core/core-world.ts'
import { connector, NOW, tenant } from '../fixes/tenant.ts'

test('what a test message came to is told when Slack takes the answer at last, and no second message is sent', async () => {
  let sent = 0
  const core = await openCore(tenant({ connectors: [connector()] }), (exchange) => ({
    ...exchange,
    validateOutboundConnector: async () => {
      sent += 1
      return found([{ name: 'Send test email', ok: false, detail: '450 4.4.316 Connection refused' }])
    },
  }))
  const outcomes: PostOutcome[] = [
    { is: 'failed', why: 'HTTP 500' },
    { is: 'wait', ms: 5 },
    { is: 'failed', why: 'HTTP 500' },
    { is: 'wait', ms: 5 },
    { is: 'wait', ms: 5 },
    { is: 'posted', message: '1' },
  ]
  const told: Drawing[] = []
  const publisher = createPublisher({
    desk: core.desk,
    store: core.world.store,
    posters: [
      {
        platform: 'slack',
        post: async () => ({ is: 'posted', message: '1' }),
        edit: async () => ({ is: 'posted', message: '1' }),
        answer: async (_reply, drawing) => {
          told.push(drawing)
          return outcomes.shift() ?? { is: 'posted', message: '1' }
        },
      },
    ],
    directories: [],
    clock: core.world.clock,
    meter: core.world.meter,
    approvers: [],
    showing: (language) => ({ language, now: NOW, sandbox: false }),
    tenant: (id) => ({ id, name: id, language: 'en' }),
  })
  const handlers = jobHandlers({
    world: core.world,
    desk: core.desk,
    publisher,
    showing: (language) => ({ language, now: NOW, sandbox: false }),
    tenantName: (id) => id,
  })
  const asked = { tenant: TENANT, connector: 'To on-premises', recipient: 'postmaster@contoso.example' }
  await core.desk.validate(acting(), asked, { platform: 'slack', is: 'response-url', url: 'https://hooks.slack.com/x' })

  const [asking] = await core.waiting()
  if (asking?.name !== 'validate') throw new Error('no validation waits')
  await handlers.validate(asking.data)
  const answering = (await core.waiting()).find((each) => each.name === 'validated')
  if (answering?.name !== 'validated') throw new Error('no answer waits')
  for (let refusal = 0; refusal < 3; refusal++) await expect(handlers.validated(answering.data)).rejects.toThrow()
  await handlers.validated(answering.data)
  await handlers.validate(asking.data)

  expect(sent).toBe(1)
  expect((await core.waiting()).filter((each) => each.name === 'validated')).toHaveLength(1)
  expect(told).toHaveLength(6)
  expect(JSON.stringify(told[5])).toContain('4.4.316')
  expect(told[5]).toEqual(told[0])
})
