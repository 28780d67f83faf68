import { invalidCombination, notFound } from '../cmdlet-failure.ts'
import { type Arguments, type ParameterKinds, textOf } from '../parameters.ts'
import type { AcceptedDomainRecord } from '../state.ts'
import { differences, nothingModified, written } from './change.ts'
import { answersTo, type Cmdlet, limited } from './cmdlet.ts'

const SETTINGS: ParameterKinds = {
  DomainType: ['Authoritative', 'ExternalRelay', 'InternalRelay'],
  MatchSubDomains: 'flag',
  OutboundOnly: 'flag',
  SendingFromDomainDisabled: 'flag',
  SendingToDomainDisabled: 'flag',
  MailFlowRegion: 'text-or-null',
  CanHaveCloudCache: 'flag',
  EnableNego2Authentication: 'flag',
}

export const getAcceptedDomain: Cmdlet = {
  parameters: { Identity: 'text', ResultSize: 'result-size' },
  run({ state }, args) {
    const identity = textOf(args.Identity)
    if (identity === null)
      return limited(
        state.objects.domains.map((each) => ({ ...each })),
        args.ResultSize,
      )
    return { rows: [{ ...domainNamed(state.objects.domains, identity) }] }
  },
}

export const setAcceptedDomain: Cmdlet = {
  parameters: { Identity: 'text', ...SETTINGS },
  required: ['Identity'],
  run(context, args) {
    const before = domainNamed(context.state.objects.domains, textOf(args.Identity) ?? '')
    const changed = differences(before, settingsOf(args))
    if (changed === null) return { rows: [], warnings: [nothingModified(before.Identity)] }
    const after = { ...before, ...changed, WhenChangedUTC: context.now }
    if (after.MatchSubDomains && after.DomainType !== 'InternalRelay') {
      throw invalidCombination('MatchSubDomains may only be true when DomainType is InternalRelay.')
    }
    if (args.WhatIf === true) return { rows: [] }
    const domains = context.state.objects.domains.map((each) => (each === before ? after : each))
    return { rows: [], state: written(context, { ...context.state.objects, domains }) }
  },
}

function domainNamed(domains: readonly AcceptedDomainRecord[], identity: string): AcceptedDomainRecord {
  const domain = domains.find((each) => answersTo(each, identity) || each.DomainName.toLowerCase() === identity.toLowerCase())
  if (domain === undefined) throw notFound(identity)
  return domain
}

const settingsOf = (args: Arguments): Partial<AcceptedDomainRecord> =>
  Object.fromEntries(
    Object.keys(SETTINGS)
      .filter((name) => args[name] !== undefined)
      .map((name) => [name, args[name]]),
  )
