import { notFound } from '../cmdlet-failure.ts'
import { textOf } from '../parameters.ts'
import { answersTo, type Cmdlet, type CmdletResult, limited, type Row } from './cmdlet.ts'

type Named = Row & { readonly Name: string; readonly Identity: string; readonly Guid: string }

export const getTransportRule: Cmdlet = {
  parameters: { Identity: 'text', State: ['Enabled', 'Disabled'], ResultSize: 'result-size' },
  run({ state }, args) {
    const rules = state.transportRules.filter((each) => args.State === undefined || each.State === args.State)
    return pick(
      rules.map((each) => ({ ...each })),
      textOf(args.Identity),
      args.ResultSize,
    )
  },
}

export const getJournalRule: Cmdlet = {
  parameters: { Identity: 'text' },
  run: ({ state }, args) =>
    pick(
      state.journalRules.map((each) => ({ ...each })),
      textOf(args.Identity),
      undefined,
    ),
}

export const getOnPremisesOrganization: Cmdlet = {
  parameters: { Identity: 'text' },
  run: ({ state }, args) =>
    pick(
      state.organizations.map((each) => ({ ...each })),
      textOf(args.Identity),
      undefined,
    ),
}

export const getTransportConfig: Cmdlet = {
  parameters: {},
  run: ({ state }) => ({
    rows: [
      {
        Name: 'Transport Settings',
        Identity: 'Transport Settings',
        MessageExpiration: timeSpan(state.messageExpirationHours),
        MaxRecipientEnvelopeLimit: 'Unlimited',
        SmtpClientAuthenticationDisabled: true,
        IsValid: true,
      },
    ],
  }),
}

function pick(objects: readonly Named[], identity: string | null, resultSize: unknown): CmdletResult {
  if (identity === null) return limited(objects, resultSize)
  const found = objects.find((each) => answersTo(each, identity))
  if (found === undefined) throw notFound(identity)
  return { rows: [found] }
}

/** As .NET writes a TimeSpan: `1.00:00:00` for a day, `12:00:00` for half of one. */
const timeSpan = (hours: number): string => `${hours >= 24 ? `${Math.floor(hours / 24)}.` : ''}${String(hours % 24).padStart(2, '0')}:00:00`
