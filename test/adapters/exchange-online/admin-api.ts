import nock from 'nock'
import { createExchange } from '../../../src/adapters/exchange-online/create-exchange.ts'
import type { Exchange } from '../../../src/ports/exchange.ts'

export const TENANT = '3f1e7c58-6a0b-4c1e-9b59-0c7d1f2a4e66'
export const HOST = 'https://outlook.office365.com'
export const PATH = `/adminapi/beta/${TENANT}/InvokeCommand`

export interface Sent {
  readonly cmdlet: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
}

/** What was waited, in milliseconds, instead of waiting. */
export const waits: number[] = []

export const exchange = (changes: Partial<Parameters<typeof createExchange>[0]> = {}): Exchange =>
  createExchange({
    tenant: TENANT,
    baseUrl: HOST,
    token: async () => 'a-token',
    sleep: async (ms) => void waits.push(ms),
    random: () => 0,
    now: () => Date.parse('2026-10-05T12:00:00Z'),
    timeoutMs: 2000,
    ...changes,
  })

export const envelope = (value: readonly object[], more: object = {}): object => ({
  '@odata.context': `https://outlook.office.com/adminapi/beta/${TENANT}/$metadata#Collection(Exchange.GenericHashTable)`,
  'adminapi.warnings@odata.type': '#Collection(String)',
  '@adminapi.warnings': [],
  value,
  ...more,
})

/** A cmdlet failure as the service writes it. */
export const failure = (message: string): object => ({
  error: {
    code: 'BadRequest',
    message: 'Error executing cmdlet',
    details: [{ code: 'Client', target: '', message }],
    innererror: { message: 'Error executing cmdlet', internalexception: { message: 'inner words', type: 'X' } },
  },
  '@adminapi.warnings': [],
})

/** Answers every call by its cmdlet and parameters, and remembers it. */
export function answering(
  answer: (sent: Sent) => readonly [status: number, body: object | string, headers?: Record<string, string>],
): Sent[] {
  const calls: Sent[] = []
  nock(HOST)
    .persist()
    .post((uri) => uri.startsWith(PATH))
    .reply(function (_uri, body) {
      const input = (body as { CmdletInput: { CmdletName: string; Parameters: Record<string, unknown> } }).CmdletInput
      const sent = { cmdlet: input.CmdletName, parameters: input.Parameters, headers: this.req.headers as Record<string, string> }
      calls.push(sent)
      const [status, reply, headers] = answer(sent)
      return [status, reply, { 'content-type': 'application/json', ...headers }]
    })
  return calls
}

export const connectorRow = (changes: object = {}): object => ({
  Enabled: true,
  'Enabled@data.type': 'System.Boolean',
  UseMXRecord: false,
  Comment: null,
  ConnectorType: 'OnPremises',
  ConnectorSource: 'AdminUI',
  'RecipientDomains@odata.type': '#Collection(String)',
  RecipientDomains: ['smtp:*.Contoso.example;1', 'contoso.example'],
  SmartHosts: ['[192.0.2.25]', 'mail.contoso.example'],
  TlsDomain: null,
  TlsSettings: 'CertificateValidation',
  IsTransportRuleScoped: false,
  RouteAllMessagesViaOnPremises: false,
  CloudServicesMailEnabled: true,
  AllAcceptedDomains: false,
  TestMode: false,
  LastValidationTimestamp: '2026-07-24T18:59:12.0000000',
  Name: 'To on-premises',
  Identity: 'To on-premises',
  WhenChangedUTC: '2026-07-24T19:01:54.0000000',
  Guid: 'd0d71cb9-6105-410f-8193-3640e12852a5',
  IsValid: true,
  ...changes,
})
