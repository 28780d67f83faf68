import type { App } from '../app.ts'
import { Failure } from '../domain/failure.ts'
import { LAB_ROWS } from '../sandbox/lab/catalogue/index.ts'
import { rowCommand } from '../sandbox/lab/catalogue/row-command.ts'
import type { World } from '../sandbox/world.ts'
import type { SandboxControls } from '../surfaces/console/console-world.ts'
import { CONSOLE_ORGANISATION } from './sandbox-settings.ts'

const SLACK_ANSWER_MS = 8000
const QUIET_MS = 700
/** How a card that is still being made begins. */
const WORKING = '⏳'

/** What `mailflow sandbox …` can do with the world, through the same doors as everybody else. */
export function sandboxControls(world: World, app: App, port: number): SandboxControls {
  const origin = `http://127.0.0.1:${port}`
  return {
    list: (language) => world.list().map((each) => ({ name: each.name, title: each.title[language], says: each.says[language] })),
    rows: (language) =>
      LAB_ROWS.map((row) => ({ family: row.family, name: row.name, title: row.title[language], command: rowCommand(row) })),
    async alert(scenario) {
      const { path, headers, body } = world.fire(scenario)
      const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body })
      return { status: response.status, body: await response.text() }
    },
    tenant: () => world.tenant.snapshot(),
    slack: (command) => slackAnswer(world, origin, command),
    async person(role, language) {
      const { name, email } = world.people[role]
      const profile = {
        platform: 'console',
        organisation: CONSOLE_ORGANISATION,
        user: role,
        name,
        email,
        locale: language,
        mention: name,
        proof: 'sandbox',
        disqualified: null,
      } as const
      const identity = await app.desk.identify(profile)
      if (identity.is === 'refused') throw new Failure('internal', { why: identity.why })
      return identity.acting
    },
  }
}

/** Sends the signed command and waits until the channel has been quiet for a moment after it changed. */
async function slackAnswer(world: World, origin: string, command: string): Promise<string> {
  const { slack } = world
  const before = slack.calls().length
  const { headers, body } = slack.command(slack.users.requester, slack.channelId, command)
  const response = await fetch(`${origin}/slack/events`, { method: 'POST', headers, body })
  if (!response.ok) throw new Failure('api', { status: response.status, why: await response.text() })
  const until = performance.now() + SLACK_ANSWER_MS
  let seen = before
  let quietSince = performance.now()
  while (performance.now() < until) {
    const calls = slack.calls().length
    if (calls !== seen) quietSince = performance.now()
    seen = calls
    const isWorking = slack.messages(slack.channelId).at(-1)?.text.includes(WORKING) ?? false
    if (seen > before && !isWorking && performance.now() - quietSince > QUIET_MS) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return slack.channelText(slack.channelId)
}
