import type { Report } from '../domain/explanation.ts'
import type { Press, PressedReport } from '../domain/press.ts'
import type { ConnectorType } from '../domain/tenant.ts'
import { withoutPeople } from '../domain/without-people.ts'
import { explain } from '../knowledge/explain.ts'
import { isAboutRecipient } from '../knowledge/partner-note.ts'
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

interface Shown extends ExplainedIn {
  readonly behind: ConnectorType | null
}

/** What can be done about an explained error; `reports` begins with the one that is told in full. */
export function explanationButtons(reports: readonly Report[], place: Shown, voice: Voice): readonly Action[] {
  const { words } = voice
  const [main] = reports
  if (!main) return []
  const target = targetOf(main)
  const known = main.finding !== 'unrecognised'
  return [
    ...(target && place.tenant ? [button(words('cards.buttons.examine'), examinePress(main, place.tenant, target), 'primary')] : []),
    ...incidentButton(reports, place, voice),
    ...noteButton(main, voice),
    ...(known && place.shareTo !== null ? [button(words('cards.buttons.share'), sharePress(reports, place.shareTo, place.behind))] : []),
    ...(known ? [button(words('cards.buttons.code'), { verb: 'show-code', finding: main.finding })] : []),
  ]
}

/** What is seen is held against the error, of which nobody is named. */
function examinePress(report: Report, tenant: string, target: string): Press {
  const bare = { verb: 'examine', tenant, target } as const
  const whole = { ...bare, report: withoutPeople(pressedReport(report)) }
  return report.finding !== 'unrecognised' && JSON.stringify(whole).length <= ROOM ? whole : bare
}

/** What a diagnosis can look at: the server or address the error names, else where the mail was going. */
function targetOf(report: Report): string | null {
  const target = farSide(report) ?? domainOf(report.recipient)
  return target !== null && target.length <= 253 ? target : null
}

/** With what was read, so that the incident begins with it. */
function incidentButton(all: readonly Report[], { tenant, connector }: ExplainedIn, voice: Voice): readonly Action[] {
  const known = all.filter((report) => report.finding !== 'unrecognised')
  const domain = domainOf(all[0]?.recipient ?? null)
  if (tenant === null || known[0] !== all[0]) return []
  const label = voice.words('cards.buttons.start-incident')
  if (connector !== null && connector.length <= 64) {
    const open = { verb: 'open-incident', tenant, connector } as const
    return [
      button(
        label,
        carrying(known.map(ofDomain), (reports) => ({ ...open, reports })),
      ),
    ]
  }
  if (domain === null) return []
  const theirs = known.filter((report) => [null, domain].includes(domainOf(report.recipient)))
  const open = { verb: 'open-destination', tenant, domain } as const
  return [
    button(
      label,
      carrying(theirs.map(ofDomain), (reports) => ({ ...open, reports })),
    ),
  ]
}

/** A report for everybody who looks at the incident: of people only their domain is told. */
function ofDomain(report: Report): PressedReport {
  const domain = domainOf(report.recipient)
  return { ...withoutPeople(pressedReport(report)), recipient: domain === null ? null : `@${domain}` }
}

/** Where the far side can do something about it. */
function noteButton(report: Report, { showing, words }: Voice): readonly Action[] {
  const isBare = codeOf(report) === '' && report.server === null
  if (isBare || explain(report.finding, showing.language, 'Partner').ask === null) return []
  const domain = domainOf(report.recipient)
  const press = {
    verb: 'partner-note',
    report: { ...pressedReport(report), ...(isAboutRecipient(report.finding) ? {} : { recipient: null }) },
    ...(domain ? { domain } : {}),
  } as const
  return [button(words('cards.buttons.note'), press)]
}

/** As many of the reports as a button can carry, without the people they are about. */
export function sharePress(reports: readonly Report[], shareTo: string, behind: ConnectorType | null = null): Press {
  const to = { ...(behind ? { behind } : {}), ...(shareTo === 'here' ? {} : { to: shareTo }) }
  return carrying(
    reports.map((report) => withoutPeople(pressedReport(report))),
    (fitting) => ({ verb: 'share', reports: fitting, ...to }),
  )
}

/** The press with as many of the reports as a button can carry; the details of all but the first give way first. */
function carrying(reports: readonly PressedReport[], press: (reports: PressedReport[]) => Press): Press {
  const all = reports.slice(0, MOST_SHARED)
  const bare = all.map((report, n) => (n > 0 ? { ...report, detail: null } : report))
  const tries = [all, bare, ...bare.map((_, n) => bare.slice(0, bare.length - n))]
  const presses = tries.map((each) => press([...each]))
  return presses.find((each) => JSON.stringify(each).length <= ROOM) ?? press(bare.slice(0, 1))
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
