import { notFound, wrongValue } from '../cmdlet-failure.ts'
import { type Arguments, listOf, textOf } from '../parameters.ts'
import { readFilter } from '../recipient-filter.ts'
import { type RecipientRecord, recipientOf } from '../state.ts'
import { answersTo, type Cmdlet, type CmdletResult, limited } from './cmdlet.ts'

const TYPES = [
  'UserMailbox',
  'SharedMailbox',
  'RoomMailbox',
  'EquipmentMailbox',
  'MailUser',
  'GuestMailUser',
  'MailContact',
  'MailUniversalDistributionGroup',
]

export const getRecipient: Cmdlet = {
  parameters: { Identity: 'text', Filter: 'text', RecipientTypeDetails: 'list', ResultSize: 'result-size' },
  run: ({ state }, args) => list(state.recipients, args),
}

/** Mail users without guests. */
export const getMailUser: Cmdlet = {
  parameters: { Identity: 'text', Filter: 'text', ResultSize: 'result-size' },
  run: ({ state }, args) =>
    list(
      state.recipients.filter((each) => each.RecipientTypeDetails === 'MailUser'),
      args,
    ),
}

function list(recipients: readonly RecipientRecord[], args: Arguments): CmdletResult {
  const identity = textOf(args.Identity)
  const types = listOf(args.RecipientTypeDetails).flatMap((each) => each.split(','))
  for (const type of types) checkType(type.trim())
  const filter = textOf(args.Filter)
  const fits = filter === null ? () => true : readFilter(filter)
  const wanted = new Set(types.map((each) => each.trim().toLowerCase()))
  const chosen = identity === null ? recipients : named(recipients, identity)
  const rows = chosen.filter((each) => fits(each) && (wanted.size === 0 || wanted.has(each.RecipientTypeDetails.toLowerCase())))
  return limited(
    rows.map((each) => ({ ...each })),
    args.ResultSize,
  )
}

function named(recipients: readonly RecipientRecord[], identity: string): readonly RecipientRecord[] {
  const byAddress = recipientOf(recipients, identity.replace(/^smtp:/i, ''))
  const found = byAddress ?? recipients.find((each) => answersTo(each, identity)) ?? null
  if (found === null) throw notFound(identity)
  return [found]
}

function checkType(type: string): void {
  if (!TYPES.some((each) => each.toLowerCase() === type.toLowerCase())) throw wrongType(type)
}

const wrongType = (type: string) =>
  wrongValue(
    'RecipientTypeDetails',
    type,
    `an enumeration value. Specify one of the following enumerator names and try again: ${TYPES.join(', ')}`,
  )
