import type { webApi } from '@slack/bolt'
import { type Answer, found, unknown } from '../../domain/answer.ts'
import { messageOf } from '../../domain/failure.ts'
import type { Log } from './turn.ts'

/** The workspace the token belongs to, and who the bot is there. */
export interface Own {
  readonly team: string
  readonly botUser: string | null
  readonly bot: string | null
}

export interface Workspace {
  /** Asked from Slack until it has answered once. */
  get(): Promise<Answer<Own>>
  /** What is known without asking. */
  known(): Own | null
  /** Workspaces whose interactions may be looked at: our own, or the ones configured. */
  serves(team: string): boolean
}

export interface WorkspaceOptions {
  readonly client: webApi.WebClient
  /** Configured workspaces; empty lets in the token's own. */
  readonly teamIds: readonly string[]
  readonly allow: (organisation: string) => void
  readonly log: Log
}

export function createWorkspace({ client, teamIds, allow, log }: WorkspaceOptions): Workspace {
  let own: Own | null = null
  let asking: Promise<Answer<Own>> | null = null

  async function ask(): Promise<Answer<Own>> {
    try {
      const said = await client.auth.test()
      if (!said.team_id) return unknown('auth.test names no workspace')
      own = { team: said.team_id, botUser: said.user_id ?? null, bot: said.bot_id ?? null }
      if (teamIds.length === 0 || teamIds.includes(own.team)) allow(own.team)
      else log.warn({ team: own.team }, 'the Slack token belongs to a workspace that SLACK_TEAM_IDS does not name: its people are refused')
      return found(own)
    } catch (thrown) {
      return unknown(messageOf(thrown))
    }
  }

  return {
    async get() {
      if (own) return found(own)
      asking ??= ask().finally(() => {
        asking = null
      })
      return asking
    },
    known: () => own,
    serves: (team) => (teamIds.length > 0 ? teamIds.includes(team) : team === own?.team),
  }
}
