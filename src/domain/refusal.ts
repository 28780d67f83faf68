/** Why the bot did not do what a person asked. Words and the next step: `refusals.<code>` in the locales. */
export const REFUSAL_CODES = [
  'not-linked', //            reason         the account does not lead to a person
  'not-a-requester', //       —
  'not-an-approver', //       —
  'own-request', //           —
  'already-approved-by-you', // —
  'already-decided', //       state, by
  'request-expired', //       —
  'plan-changed', //          —              the plan on the card is no longer the stored one
  'plan-stale', //            —              the tenant changed, or the plan is too old: ask again
  'guards-refuse', //         —              a guard forbids this plan
  'already-requested', //     request
  'nothing-to-change', //     what           the tenant already is as the fix would make it
  'nothing-to-undo', //       state
  'already-undone', //        —
  'undo-is-final', //         —              a way back is not taken back: the fix is planned, and judged, anew
  'not-yours', //             —              only the requester can withdraw
  'unknown-incident', //      id
  'unknown-request', //       id
  'unknown-connector', //     name, known
  'unknown-target', //        name           neither a connector of the tenant nor a host
  'unknown-command', //       text
  'bad-address', //           address
  'unknown-tenant', //        tenant
  'incident-resolved', //     —
  'could-not-read', //        why            the tenant could not be read: nothing was changed
  'fix-not-available', //     fix
  'frozen', //                until
  'channel-not-bound', //     —
  'nowhere-to-share', //      —              no channel is known to post in, or the person is not in it
  'wrong-organisation', //    —
  'too-late', //              —              the button comes from a card that is out of date
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

export interface Refused {
  readonly is: 'refused'
  readonly why: RefusalCode
  readonly args: Readonly<Record<string, string | number>>
}

export const refused = (why: RefusalCode, args: Readonly<Record<string, string | number>> = {}): Refused => ({ is: 'refused', why, args })
