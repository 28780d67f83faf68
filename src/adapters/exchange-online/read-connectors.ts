import type { z } from 'zod'
import { type Answer, found } from '../../domain/answer.ts'
import type { OutboundConnector } from '../../domain/tenant.ts'
import { ConnectorRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { readAll } from './read-rows.ts'

const CMDLET = 'Get-OutboundConnector'

/**
 * Plain, scoped to transport rules, in test mode: one call shows only some of them, so three are made and merged by Guid.
 * No call names an identity, because an unknown one would answer every connector.
 */
const SELECTIONS = [{}, { IsTransportRuleScoped: true }, { IncludeTestModeConnectors: true }]

export async function readConnectors(invoke: Invoke): Promise<Answer<readonly OutboundConnector[]>> {
  const calls = SELECTIONS.map((selection) => invoke.read({ cmdlet: CMDLET, parameters: { ...selection, ResultSize: 'Unlimited' } }))
  const merged = new Map<string, OutboundConnector>()
  for (const answer of await Promise.all(calls)) {
    const rows = readAll(CMDLET, ConnectorRow, answer, toConnector)
    if (rows.is !== 'found') return rows
    for (const connector of rows.value) merged.set(connector.guid.toLowerCase(), connector)
  }
  return found([...merged.values()])
}

function toConnector(row: z.output<typeof ConnectorRow>): OutboundConnector {
  return {
    guid: row.Guid,
    name: row.Name,
    identity: row.Identity ?? row.Name,
    enabled: row.Enabled,
    connectorType: row.ConnectorType,
    connectorSource: row.ConnectorSource,
    useMxRecord: row.UseMXRecord,
    smartHosts: row.SmartHosts.map((host) => host.replace(/^\[(.*)\]$/, '$1')),
    recipientDomains: row.RecipientDomains.map(bareDomain),
    allAcceptedDomains: row.AllAcceptedDomains,
    tlsSettings: row.TlsSettings,
    tlsDomain: row.TlsDomain,
    isTransportRuleScoped: row.IsTransportRuleScoped,
    routeAllMessagesViaOnPremises: row.RouteAllMessagesViaOnPremises,
    cloudServicesMailEnabled: row.CloudServicesMailEnabled,
    testMode: row.TestMode,
    comment: row.Comment ?? '',
    whenChanged: row.WhenChangedUTC,
  }
}

/** `smtp:*.contoso.com;1` is written with a protocol and a priority. */
const bareDomain = (written: string): string =>
  written
    .replace(/^smtp:/i, '')
    .replace(/;\d+$/, '')
    .toLowerCase()
