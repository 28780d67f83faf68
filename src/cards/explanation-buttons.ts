import type { Report } from '../domain/explanation.ts'
import type { Press, PressedReport } from '../domain/press.ts'
import { withoutPeople } from '../domain/without-people.ts'
import { explain } from '../knowledge/explain.ts'
import type { Action } from './card.ts'
import { codeOf, farSide } from './explanation-parts.ts'
import { button } from './parts.ts'
import type { Voice } from './voice.ts'

/** What is known of the place an error is explained in. */
export interface ExplainedIn {
  /** The tenant whose route it would be, or null where that is not known. */
  readonly tenant: string | null
  /** The outbound connector that the pasted text itself names. */
  readonly connector: string | null
  /** Where it can be shown to everybody: in a channel, by its id, or here (`here`); null where nobody else would read it. */
  readonly shareTo: string | 'here' | null
}

const MOST_SHARED = 3
/** What a button may carry, in UTF-16 units of JSON; the smallest limit of the platforms with something to spare. */
const ROOM = 1800
const DOMAIN = /^[\w.-]{1,253}$/

/** The domain an address belongs to, in lower case, or null. */
export function domainOf(recipient: string | null): string | null {
  const domain = recipient?.slice(recipient.lastIndexOf('@') + 1).toLowerCase() ?? ''
  return recipient?.includes('@') && DOMAIN.test(domain) ? domain : null
}

/** What can be done about an explained error; `reports` begins with the one that is told in full. */
export function explanationButtons(reports: readonly Report[], place: ExplainedIn, voice: Voice): readonly Action[] {
  const { words } = voice
  const [main] = reports
  if (!main) return []
  const target = targetOf(main)
  const known = main.finding !== 'unrecognised'
  return [
    ...(target && place.tenant
      ? [button(words('cards.buttons.examine'), { verb: 'examine', tenant: place.tenant, target }, 'primary')]
      : []),
    ...incidentButton(main, place, voice),
    ...noteButton(main, voice),
    ...(known && place.shareTo !== null ? [button(words('cards.buttons.share'), sharePress(reports, place.shareTo))] : []),
    ...(known ? [button(words('cards.buttons.code'), { verb: 'show-code', finding: main.finding })] : []),
  ]
}

/** What a diagnosis can look at: the server or address the error names, else where the mail was going. */
function targetOf(report: Report): string | null {
  const target = farSide(report) ?? domainOf(report.recipient)
  return target !== null && target.length <= 253 ? target : null
}

function incidentButton(main: Report, { tenant, connector }: ExplainedIn, voice: Voice): readonly Action[] {
  const domain = domainOf(main.recipient)
  if (tenant === null || main.finding === 'unrecognised') return []
  const label = voice.words('cards.buttons.start-incident')
  if (connector !== null && connector.length <= 64) return [button(label, { verb: 'open-incident', tenant, connector })]
  return domain !== null ? [button(label, { verb: 'open-destination', tenant, domain })] : []
}

/** Where the far side can do something about it. */
function noteButton(report: Report, { showing, words }: Voice): readonly Action[] {
  const isBare = codeOf(report) === '' && report.server === null
  if (isBare || explain(report.finding, showing.language, 'Partner').ask === null) return []
  const domain = domainOf(report.recipient)
  const press = {
    verb: 'partner-note',
    report: { ...pressedReport(report), recipient: null },
    ...(domain ? { domain } : {}),
  } as const
  return [button(words('cards.buttons.note'), press)]
}

/** As many of the reports as a button can carry, without the people they are about; details give way first. */
export function sharePress(reports: readonly Report[], shareTo: string): Press {
  const to = shareTo === 'here' ? {} : { to: shareTo }
  const all = reports.slice(0, MOST_SHARED).map((report) => withoutPeople(pressedReport(report)))
  const bare = all.map((report, n) => (n > 0 ? { ...report, detail: null } : report))
  const tries = [all, bare, ...bare.map((_, n) => bare.slice(0, bare.length - n))]
  const fitting = tries.find((each) => JSON.stringify(each).length <= ROOM)
  return { verb: 'share', reports: [...(fitting ?? bare.slice(0, 1))], ...to }
}

/** A report as a button carries it: on one line, without unseen characters, and short. */
export function pressedReport(report: Report): PressedReport {
  const line = (text: string | null, most: number) =>
    text
      ?.slice(0, 2000)
      .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
      .slice(0, most) || null
  const whole = (text: string | null, most: number) => (text !== null && text.length <= most ? line(text, most) : null)
  return {
    recipient: whole(report.recipient, 254),
    reply: whole(report.reply, 3),
    status: whole(report.status, 12),
    finding: report.finding,
    server: whole(report.server, 253),
    ip: whole(report.ip, 45),
    detail: line(report.detail, 200),
    at: whole(report.at, 30),
    reporter: whole(report.reporter, 253),
  }
}
