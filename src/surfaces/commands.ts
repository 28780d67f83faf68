import type { Card, Showing } from '../cards/card.ts'
import {
  codesCard,
  connectorsCard,
  domainsCard,
  helpCard,
  incidentsCard,
  noticeCard,
  rangesCard,
  refusalCard,
  requestsCard,
  validateCard,
  workingCard,
} from '../cards/index.ts'
import { type Command, parseCommand } from '../core/command.ts'
import type { Acting, Desk } from '../core/desk.ts'
import type { ListedThing } from '../domain/job.ts'
import { isMailbox } from '../domain/mailbox.ts'
import type { Channel } from '../domain/person.ts'
import type { ReplyTo } from '../domain/post.ts'
import { refused } from '../domain/refusal.ts'
import { explainInput } from './explained.ts'

export { explainInput } from './explained.ts'

export interface CommandContext {
  readonly desk: Desk
  readonly acting: Acting
  readonly showing: Showing
  readonly reply: ReplyTo
  readonly channel: Omit<Channel, 'tenants'>
  /** What people type before a command here: `/mailflow`, or nothing. */
  readonly prefix: string
  readonly tenantName: (tenant: string) => string
}

const LONGEST_TEXT = 100_000
/** Of a connector, as Exchange allows it. */
const LONGEST_NAME = 64

/** The private answer to what somebody typed. Slow commands answer "working" now and the rest through `reply`. */
export async function answerCommand(text: string, context: CommandContext): Promise<Card> {
  const command = parseCommand(text.slice(0, LONGEST_TEXT))
  const { showing } = context
  switch (command.is) {
    case 'help':
      return helpCard({ prefix: context.prefix, isShared: isShared(context.channel) }, showing)
    case 'unknown':
      return refusalCard(refused('unknown-command', { text: command.text.slice(0, 60) }), showing)
    case 'explain':
      return explainInput(command.text, context)
    case 'code':
      return codesCard({ query: command.query }, showing)
    case 'bind':
      return bind(command, context)
    case 'incidents':
    case 'requests':
      return listHere(command.is, context)
    case 'validate':
      return askValidation(command, context)
    case 'diagnose':
    case 'connectors':
    case 'domains':
    case 'ranges':
      return later(command, context)
  }
}

/** A channel lists what its tenants hold, and nothing of anybody else's. */
async function listHere(what: 'incidents' | 'requests', context: CommandContext): Promise<Card> {
  const { desk, showing, tenantName } = context
  const tenants = await tenantsHere(context)
  if (tenants.length === 0) return refusalCard(refused('channel-not-bound'), showing)
  if (what === 'requests') return requestsCard({ requests: await desk.requests(undefined, tenants) }, showing)
  return incidentsCard({ incidents: await desk.incidents(tenants), tenantName }, showing)
}

async function tenantsHere({ desk, channel }: CommandContext): Promise<readonly string[]> {
  const known = await desk.channel(channel)
  if (known && known.tenants.length > 0) return known.tenants
  return desk.tenants.length === 1 ? desk.tenants : []
}

async function later(command: Extract<Command, { is: 'diagnose' | ListedThing }>, context: CommandContext): Promise<Card> {
  const { desk, showing, reply } = context
  const [tenant] = await tenantsHere(context)
  if (!tenant) return refusalCard(refused('channel-not-bound'), showing)
  if (command.is === 'diagnose') {
    await desk.examineLater(tenant, command.target, reply, showing.language)
    return workingCard({ what: 'diagnosing', subject: command.target }, showing)
  }
  await desk.listLater(tenant, command.is, reply, showing.language)
  return workingCard({ what: 'listing', subject: context.tenantName(tenant) }, showing)
}

/** Slack answers whoever asked alone; Teams cannot do so in a channel or group. */
const isShared = ({ platform, isPersonal }: CommandContext['channel']): boolean => platform === 'teams' && !isPersonal

/** Nothing is sent before the button of this card is pressed. */
async function askValidation(command: Extract<Command, { is: 'validate' }>, context: CommandContext): Promise<Card> {
  const { showing, tenantName } = context
  const [tenant] = await tenantsHere(context)
  if (!tenant) return refusalCard(refused('channel-not-bound'), showing)
  const { connector, recipient } = command
  if (!isMailbox(recipient)) return refusalCard(refused('bad-address', { address: recipient.slice(0, 100) }), showing)
  if (connector.length > LONGEST_NAME) return refusalCard(refused('unknown-target', { name: connector.slice(0, 100) }), showing)
  return validateCard({ tenant, tenantName: tenantName(tenant), connector, recipient }, showing)
}

async function bind(command: Extract<Command, { is: 'bind' }>, context: CommandContext): Promise<Card> {
  const { desk, acting, channel, showing } = context
  const named = command.tenant ?? (desk.tenants.length === 1 ? desk.tenants[0] : undefined)
  if (!named) return refusalCard(refused('unknown-tenant', { tenant: '' }), showing)
  const ruling = await desk.bind(acting, { ...channel, language: command.language ?? channel.language }, named)
  if (ruling.is === 'refused') return refusalCard(ruling, showing)
  return noticeCard({ what: 'bound', args: { tenant: ruling.value.tenants.map(context.tenantName).join(', ') } }, showing)
}

/** The answers of the jobs behind slow commands. */
export async function listing(desk: Desk, tenant: string, what: ListedThing, showing: Showing, tenantName: string): Promise<Card> {
  if (what === 'ranges') return rangesCard({ ranges: await desk.ranges() }, showing)
  if (what === 'domains') return domainsCard({ domains: await desk.domains(tenant), tenantName }, showing)
  const [connectors, domains] = await Promise.all([desk.connectors(tenant), desk.domains(tenant)])
  return connectorsCard({ connectors, domains, tenantName }, showing)
}
