import { createHmac } from 'node:crypto'
import { clock } from '../../src/app/clock.ts'
import type { Press } from '../../src/domain/press.ts'
import type { ChangeRequest } from '../../src/domain/request.ts'
import type { SlackRequest } from '../../src/sandbox/slack/signed-requests.ts'
import type { SlackMessage } from '../../src/sandbox/slack/workspace.ts'
import { startWorld, type World } from '../../src/sandbox/world.ts'
import { type Service, type ServiceOptions, startService, until } from '../support/service.ts'
import { startTeamsDouble, type TeamsDouble, type TeamsPerson, teamsPerson } from './teams-double.ts'

/** The people of the trials on Teams. Alex asks and Sam approves, as on Slack; Kim approves, and is on Teams only. */
export const ALEX = teamsPerson('alex', 'Alex Martin', 'alex.martin@contoso.example')
export const SAM = teamsPerson('sam', 'Sam Dubois', 'sam.dubois@contoso.example')
export const KIM = teamsPerson('kim', 'Kim Berg', 'kim.berg@contoso.example')

export { until }

export const CONNECTOR = 'To on-premises (Contoso)'
export const FIX = 'retire-on-premises-route'

/** The whole product with both chat platforms, each with a channel that serves the tenant. */
export interface Trial extends Service {
  readonly teams: TeamsDouble
  /** Stops the service alone: the world and Teams go on. */
  stopService(): Promise<void>
}

export interface TrialOptions extends ServiceOptions {
  readonly people?: readonly TeamsPerson[]
}

export async function startTrial(options: TrialOptions = {}): Promise<Trial> {
  const world =
    options.world ?? (await startWorld({ folder: null, fresh: true, clock, settleMs: 1200, delayMs: 300, lagMs: 200, retryMs: 300 }))
  const service = await startService({
    ...options,
    world,
    settings: (settings) => {
      const { people } = settings
      const more = { ...settings, people: { ...people, approvers: [...people.approvers, KIM.userPrincipalName!] } }
      return options.settings?.(more) ?? more
    },
  }).catch(async (thrown: unknown) => {
    if (!options.world) await world.stop()
    throw thrown
  })
  const teams = await startTeamsDouble(service.world.settings.tenantId, [...(options.people ?? []), ALEX, SAM, KIM])
  await teams.install(service.teamsUrl)
  let stopping: Promise<void> | null = null
  const stopService = (): Promise<void> => {
    stopping ??= service.stop()
    return stopping
  }
  return {
    ...service,
    teams,
    stopService,
    async stop() {
      await stopService()
      await teams.stop()
      if (!options.world) await world.stop()
    },
  }
}

/** Shared messages of the Slack channel that carry a text, such as an id. */
export const slackCards = (world: World, text: string): readonly SlackMessage[] =>
  world.slack.messages(world.slack.channelId).filter((each) => each.onlyFor === null && JSON.stringify(each).includes(text))

/** What only this Slack user was told, as JSON texts, oldest first. */
export const whispers = (world: World, user: string): readonly string[] =>
  world.slack
    .messages(world.slack.channelId)
    .filter((each) => each.onlyFor === user)
    .map((each) => JSON.stringify({ text: each.text, blocks: each.blocks }))

/** The button of a message or modal that does this. */
function buttonOf(blocks: readonly object[], wanted: Partial<Press>): { readonly action_id: string } | undefined {
  const elements = blocks.flatMap((block) => ('elements' in block && Array.isArray(block.elements) ? block.elements : []))
  return elements.find((each: { value?: string; action_id?: string }) => {
    if (!each.action_id || !each.value) return false
    const press = JSON.parse(each.value) as Record<string, unknown>
    return Object.entries(wanted).every(([key, value]) => press[key] === value)
  })
}

/** A press on a shared card in Slack, signed, not sent. Waits until the card shows that button. */
export async function slackPress(world: World, user: string, wanted: Partial<Press>): Promise<SlackRequest> {
  const { slack } = world
  return until(`a button ${JSON.stringify(wanted)} in Slack`, async () => {
    for (const message of slack.messages(slack.channelId)) {
      const button = message.onlyFor === null ? buttonOf(message.blocks, wanted) : undefined
      if (button) return slack.press(user, { channel: slack.channelId, ts: message.ts }, button.action_id)
    }
    return null
  })
}

export async function sendSlack(url: string, request: SlackRequest): Promise<number> {
  const post = () => fetch(`${url}/slack/events`, { method: 'POST', headers: request.headers, body: request.body })
  // A kept-alive connection may end as it is used again: then Slack sends once more, and the same bytes count once.
  const response = await post().catch(post)
  await response.text()
  return response.status
}

/** Sends a press and waits for the answer that only the one who pressed sees. */
export async function pressAndHear(service: Service, user: string, request: SlackRequest): Promise<string> {
  const before = whispers(service.world, user).length
  const status = await sendSlack(service.url, request)
  if (status !== 200) throw new Error(`the press was answered ${status}`)
  return until(`the private answer to ${user}`, async () => whispers(service.world, user)[before])
}

/** The same request with its payload changed, signed anew: what only the holder of the secret could send. */
export function altered(world: World, request: SlackRequest, change: (payload: Record<string, unknown>) => void): SlackRequest {
  const payload = JSON.parse(new URLSearchParams(request.body).get('payload') ?? '{}') as Record<string, unknown>
  change(payload)
  return signedSlack(world, new URLSearchParams({ payload: JSON.stringify(payload) }).toString())
}

export function signedSlack(
  world: World,
  body: string,
  { aheadSeconds = 0, secret = world.settings.slack.signingSecret }: { readonly aheadSeconds?: number; readonly secret?: string } = {},
): SlackRequest {
  const timestamp = String(Math.floor(Date.now() / 1000) + aheadSeconds)
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  }
}

/** The requester asks for the retirement of the connector's route; the request waits. */
export async function askForChange(service: Service): Promise<ChangeRequest> {
  const acting = await service.person('requester')
  const incident = await service.incidentOf(CONNECTOR)
  const ready = await until('a plan that the guards let pass', async () => {
    const plan = await service.app.desk.plan(acting, incident.id, FIX, {}, null)
    return plan.is === 'ready' && plan
  })
  const asked = await service.app.desk.askFor(acting, incident.id, ready.plan.hash)
  if (asked.is !== 'accepted') throw new Error(JSON.stringify(asked))
  return asked.value
}

/** Waits until a request's card is shown on both platforms. */
export async function shownOnBoth(trial: Trial, request: string): Promise<void> {
  await until(`the card of ${request} on both platforms`, async () => {
    const posts = await trial.app.store.posts({ is: 'request', id: request })
    return new Set(posts.map((post) => post.channel.platform)).size === 2
  })
}

/** Takes an applied change back, so that the tenant stands as before. */
export async function takeBack(service: Service, request: string): Promise<void> {
  const { desk } = service.app
  const asked = await desk.undo(await service.person('requester'), request)
  if (asked.is !== 'accepted') throw new Error(JSON.stringify(asked))
  const decided = await desk.decide(await service.person('approver'), asked.value.id, asked.value.plan.hash, 'approve')
  if (decided.is !== 'accepted') throw new Error(JSON.stringify(decided))
  await service.request(asked.value.id, ['applied', 'verified', 'unclear', 'not-fixed'])
  await service.request(request, ['undone'])
}

/** The card of a subject as each platform shows it now, as JSON text; empty where there is none. */
export async function cardsOf(trial: Trial, subject: { readonly is: 'incident' | 'request'; readonly id: string }) {
  const posts = await trial.app.store.posts(subject)
  const named = (platform: string): string => posts.find((post) => post.channel.platform === platform)?.message ?? ''
  const { slack } = trial.world
  const inSlack = slack.messages(slack.channelId).find((each) => each.ts === named('slack'))
  const inTeams = trial.teams.messages().find((each) => each.id === named('teams').split('/').at(-1))
  return { slack: inSlack ? JSON.stringify(inSlack.blocks) : '', teams: inTeams?.card ?? '' }
}
