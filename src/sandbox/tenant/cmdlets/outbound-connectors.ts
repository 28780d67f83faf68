import { CmdletFailure, invalidCombination, notFound, notInteractive } from '../cmdlet-failure.ts'
import { type Arguments, listOf, type ParameterKinds, textOf } from '../parameters.ts'
import { blankConnector } from '../seed.ts'
import type { ConnectorRecord, TenantObjects } from '../state.ts'
import { differences, nothingModified, written } from './change.ts'
import { answersTo, type Cmdlet, type CmdletContext, limited } from './cmdlet.ts'

const SETTINGS: ParameterKinds = {
  AllAcceptedDomains: 'flag',
  CloudServicesMailEnabled: 'flag',
  Comment: 'text',
  ConnectorSource: ['Default', 'HybridWizard', 'Migrated', 'AdminUI'],
  ConnectorType: ['Partner', 'OnPremises'],
  Enabled: 'flag',
  IsTransportRuleScoped: 'flag',
  MtaStsMode: ['Opportunistic', 'None'],
  Name: 'text',
  RecipientDomains: 'list',
  RouteAllMessagesViaOnPremises: 'flag',
  SenderRewritingEnabled: 'flag',
  SmartHosts: 'list',
  SmtpDaneMode: ['Opportunistic', 'Mandatory', 'None'],
  TestMode: 'flag',
  TlsDomain: 'text-or-null',
  TlsSettings: ['EncryptionOnly', 'CertificateValidation', 'DomainValidation', null],
  UseMXRecord: 'flag',
}
const VALIDATION: ParameterKinds = { IsValidated: 'flag', LastValidationTimestamp: 'date', ValidationRecipients: 'list' }
const NAME_LIMIT = 64

export const getOutboundConnector: Cmdlet = {
  parameters: { Identity: 'text-or-null', IncludeTestModeConnectors: 'flag', IsTransportRuleScoped: 'flag', ResultSize: 'result-size' },
  run: ({ state }, args) =>
    limited(
      selected(state.objects.connectors, args).map((each) => ({ ...each })),
      args.ResultSize,
    ),
}

/** Exchange's own habit: an identity that nothing answers to gives every connector, and by default scoped and test-mode ones are left out. */
function selected(connectors: readonly ConnectorRecord[], args: Arguments): readonly ConnectorRecord[] {
  const identity = textOf(args.Identity)
  const named = identity === null ? [] : connectors.filter((each) => answersTo(each, identity))
  if (named.length > 0) return named
  return connectors.filter(
    (each) =>
      each.IsTransportRuleScoped === (args.IsTransportRuleScoped === true) && each.TestMode === (args.IncludeTestModeConnectors === true),
  )
}

export const setOutboundConnector: Cmdlet = {
  parameters: { Identity: 'text', ...SETTINGS, ...VALIDATION },
  required: ['Identity'],
  run(context, args) {
    const before = connectorNamed(context, args)
    const changed = differences(before, settingsOf(args))
    if (changed === null) return { rows: [], warnings: [nothingModified(before.Identity)] }
    const after = checked({ ...before, ...changed, Identity: changed.Name ?? before.Identity, WhenChangedUTC: context.now })
    if (args.WhatIf === true) return { rows: [] }
    return {
      rows: [],
      state: written(
        context,
        withConnectors(context, (each) => (each === before ? after : each)),
      ),
    }
  },
}

export const newOutboundConnector: Cmdlet = {
  parameters: { ...SETTINGS, LinkForModifiedConnector: 'text' },
  required: ['Name'],
  run(context, args) {
    const name = textOf(args.Name) ?? ''
    if (context.state.objects.connectors.some((each) => answersTo(each, name))) {
      throw new CmdletFailure(
        400,
        'Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException',
        `The object '${name}' already exists.`,
      )
    }
    const type = args.ConnectorType === 'Partner' ? 'Partner' : 'OnPremises'
    const connector = checked({ ...blankConnector(name, type, context.now), ...settingsOf(args), Identity: name })
    if (args.WhatIf === true) return { rows: [] }
    const objects = { ...context.state.objects, connectors: [...context.state.objects.connectors, connector] }
    return { rows: [{ ...connector }], state: written(context, objects) }
  },
}

export const removeOutboundConnector: Cmdlet = {
  parameters: { Identity: 'text' },
  required: ['Identity'],
  run(context, args) {
    const connector = connectorNamed(context, args)
    if (args.Confirm !== false) throw notInteractive('Remove-OutboundConnector')
    if (args.WhatIf === true) return { rows: [] }
    const connectors = context.state.objects.connectors.filter((each) => each !== connector)
    return { rows: [], state: written(context, { ...context.state.objects, connectors }) }
  },
}

/** Connects to each smart host and reports a test mail; sends mail, so it is an effect, though it changes no object. */
export const validateOutboundConnector: Cmdlet = {
  parameters: { Identity: 'text', Recipients: 'list' },
  required: ['Identity', 'Recipients'],
  run(context, args) {
    const connector = connectorNamed(context, args)
    const hosts = connector.UseMXRecord
      ? listOf(args.Recipients).flatMap((each) => context.around.mx(each.slice(each.indexOf('@') + 1)))
      : connector.SmartHosts
    const tls = { tlsSettings: connector.TlsSettings, tlsDomain: connector.TlsDomain }
    const attempts = hosts.map((host) => ({ host, attempt: context.around.attempt(host, tls, context.now) }))
    const connects = attempts.map(({ host, attempt }) =>
      task(`Check connectivity to ${host}`, attempt.is === 'delivered', attempt.is === 'deferred' ? attempt.led : ''),
    )
    const reachable = attempts.some(({ attempt }) => attempt.is === 'delivered')
    return { rows: [...connects, ...listOf(args.Recipients).map((address) => task(`Send test email to ${address}`, reachable, ''))] }
  },
}

const task = (TaskName: string, IsTaskSuccessful: boolean, TaskDetail: string) => ({ TaskName, IsTaskSuccessful, TaskDetail })

function connectorNamed({ state }: CmdletContext, args: Arguments): ConnectorRecord {
  const identity = textOf(args.Identity) ?? ''
  const connector = state.objects.connectors.find((each) => answersTo(each, identity))
  if (connector === undefined) throw notFound(identity)
  return connector
}

function withConnectors({ state }: CmdletContext, map: (each: ConnectorRecord) => ConnectorRecord): TenantObjects {
  return { ...state.objects, connectors: state.objects.connectors.map(map) }
}

function settingsOf(args: Arguments): Partial<ConnectorRecord> {
  const names = [...Object.keys(SETTINGS), ...Object.keys(VALIDATION)].filter((name) => args[name] !== undefined)
  const settings = Object.fromEntries(names.map((name) => [name, args[name]]))
  const stamp = textOf(args.LastValidationTimestamp)
  return stamp === null ? settings : { ...settings, LastValidationTimestamp: stamp.replace(/Z$/, '') }
}

/** The rules between properties that Set- and New-OutboundConnector hold to. */
function checked(connector: ConnectorRecord): ConnectorRecord {
  const faults: readonly (readonly [boolean, string])[] = [
    [connector.Name.length > NAME_LIMIT, `The name may have at most ${NAME_LIMIT} characters.`],
    [!connector.UseMXRecord && connector.SmartHosts.length === 0, 'SmartHosts must be set when UseMXRecord is false.'],
    [connector.UseMXRecord && connector.SmartHosts.length > 0, 'SmartHosts must be empty when UseMXRecord is true.'],
    [
      connector.TlsDomain !== null && connector.TlsSettings !== 'DomainValidation',
      'TlsDomain may only be set when TlsSettings is DomainValidation.',
    ],
    [
      connector.RouteAllMessagesViaOnPremises && connector.ConnectorType !== 'OnPremises',
      'RouteAllMessagesViaOnPremises needs a connector of type OnPremises.',
    ],
    [connector.AllAcceptedDomains && connector.ConnectorType !== 'OnPremises', 'AllAcceptedDomains needs a connector of type OnPremises.'],
    [
      connector.RecipientDomains.some((each) => /\*/.test(each.replace(/^\*(\.|$)/, ''))),
      'RecipientDomains may hold a wildcard only as the first label.',
    ],
  ]
  const fault = faults.find(([holds]) => holds)
  if (fault) throw invalidCombination(fault[1])
  return connector
}
