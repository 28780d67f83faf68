import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { answering, envelope, exchange, failure } from './admin-api.ts'

const TASKS = [
  { TaskName: 'Check connectivity to mail.contoso.example', IsTaskSuccessful: false, TaskDetail: ' {LED=450 4.4.316 Connection refused} ' },
  { TaskName: 'Send test email', 'IsTaskSuccessful@data.type': 'System.Boolean', IsTaskSuccessful: true, TaskDetail: null },
]
const validate = () => exchange().validateOutboundConnector('To on-premises', ['postmaster@contoso.example'])

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('Validate-OutboundConnector', () => {
  test('names connector and recipients, and gives its tasks', async () => {
    const calls = answering(() => [200, envelope(TASKS)])
    expect(await validate()).toEqual({
      is: 'found',
      value: [
        { name: 'Check connectivity to mail.contoso.example', ok: false, detail: '{LED=450 4.4.316 Connection refused}' },
        { name: 'Send test email', ok: true, detail: null },
      ],
    })
    expect(calls).toMatchObject([
      {
        cmdlet: 'Validate-OutboundConnector',
        parameters: { Identity: 'To on-premises', Recipients: ['postmaster@contoso.example'], Confirm: false },
      },
    ])
  })

  test('is read in whatever shape the details come: the message was sent by then', async () => {
    const tasks = [
      { TaskName: 'Check connectivity', IsTaskSuccessful: 'True', TaskDetail: { SmtpServer: 'mail.contoso.example', Reply: '220 ready' } },
      { TaskName: 'Send test email', IsTaskSuccessful: 'False', TaskDetail: ['450 4.4.316'], LastStep: 3 },
    ]
    answering(() => [200, envelope(tasks)])
    expect(await validate()).toEqual({
      is: 'found',
      value: [
        { name: 'Check connectivity', ok: true, detail: '{"SmtpServer":"mail.contoso.example","Reply":"220 ready"}' },
        { name: 'Send test email', ok: false, detail: '["450 4.4.316"]' },
      ],
    })
  })

  test.each<[string, number, object | string, string]>([
    ['a broken service', 503, 'busy', 'unknown'],
    ['throttling', 429, '', 'refused'],
    ['a refusal', 400, failure('Ex1234|X|The recipient is not in a domain of the connector.'), 'refused'],
    ['a missing role', 403, '', 'refused'],
    ['an answer without tasks', 200, envelope([]), 'unknown'],
    ['tasks of another shape', 200, envelope([{ Task: 'x' }]), 'unknown'],
  ])('%s is not taken for success, and nothing is sent twice', async (_says, status, body, is) => {
    const calls = answering(() => [status, body])
    expect(await validate()).toMatchObject({ is })
    expect(calls).toHaveLength(1)
  })
})
