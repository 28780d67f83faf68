import type { Activity as BotActivity, TurnContext } from 'botbuilder'
import { z } from 'zod'
import { messageOf } from '../../domain/failure.ts'

export interface TeamsCredentials {
  readonly appId: string
  readonly password: string
  readonly tenantId: string
  readonly type: 'SingleTenant' | 'MultiTenant'
}

/** The operations of the Bot Connector that we use, on one service address. Each rejects with a status when Teams declines. */
export interface Conversations {
  sendToConversation(conversation: string, activity: object): Promise<{ id?: string }>
  updateActivity(conversation: string, message: string, activity: object): Promise<{ id?: string }>
  createConversation(parameters: object): Promise<{ id?: string }>
  getConversationMember(conversation: string, member: string): Promise<unknown>
  getConversationPagedMembers(conversation: string, options: object): Promise<unknown>
}

/** `forged`: the caller did not prove to be Teams. `unknown`: the proof could not be checked now. */
export type Taken<T> =
  | { readonly is: 'handled'; readonly value: T }
  | { readonly is: 'forged'; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string }

/** Everything we take from the Teams SDK: checking who calls, and speaking. */
export interface Seam {
  take<T>(authorization: string, activity: object, handle: (conversations: Conversations) => Promise<T>): Promise<Taken<T>>
  speak<T>(serviceUrl: string, work: (conversations: Conversations) => Promise<T>): Promise<T>
}

export interface SeamOptions {
  /** null turns the check of callers off: for the sandbox, on loopback, only. */
  readonly credentials: TeamsCredentials | null
}

/** Loads the Teams SDK, which takes about 45 MB: call it only when Teams is on. Deep imports leave its AI half out. */
export async function openSeam(options: SeamOptions): Promise<Seam> {
  const { TeamsAdapter } = await import('@microsoft/teams-ai/lib/TeamsAdapter.js')

  class Adapter extends TeamsAdapter {
    async take<T>(authorization: string, activity: object, handle: (conversations: Conversations) => Promise<T>): Promise<Taken<T>> {
      const received = activity as BotActivity
      const proof = await this.botFrameworkAuthentication.authenticateRequest(received, authorization).catch(rejection)
      if ('is' in proof) return proof
      let value: { readonly of: T } | null = null
      await this.processActivity(proof, received, async (context) => {
        value = { of: await handle(this.conversationsOf(context)) }
      })
      if (!value) throw new Error('the turn ended without being handled')
      return { is: 'handled', value: (value as { readonly of: T }).of }
    }

    async speak<T>(serviceUrl: string, work: (conversations: Conversations) => Promise<T>): Promise<T> {
      let value: { readonly of: T } | null = null
      await this.continueConversationAsync(options.credentials?.appId ?? '', { serviceUrl, channelId: 'msteams' }, async (context) => {
        value = { of: await work(this.conversationsOf(context)) }
      })
      if (!value) throw new Error('the turn ended without speaking')
      return (value as { readonly of: T }).of
    }

    private conversationsOf(context: TurnContext): Conversations {
      const connector = context.turnState.get<{ conversations: Conversations; client?: unknown }>(this.ConnectorClientKey)
      if (!connector) throw new Error('the Teams SDK gave no connector')
      Patient.safeParse(connector.client).data?.pipeline.removePolicy({ name: 'defaultRetryPolicy' })
      return connector.conversations
    }
  }
  return new Adapter(settingsOf(options))
}

/** The connector's HTTP pipeline. Its own retries are taken out: it would sit on a 429 while other channels wait. */
const Patient = z.object({
  pipeline: z.custom<{ removePolicy(which: { name: string }): void }>(
    (each) => typeof (each as { removePolicy?: unknown } | null)?.removePolicy === 'function',
  ),
})

function settingsOf({ credentials }: SeamOptions): Record<string, string> {
  if (!credentials) return {}
  return {
    MicrosoftAppId: credentials.appId,
    MicrosoftAppPassword: credentials.password,
    MicrosoftAppTenantId: credentials.tenantId,
    MicrosoftAppType: credentials.type,
  }
}

const Rejected = z.object({ name: z.string(), statusCode: z.number().optional() })
const FORGERY_NAMES = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError', 'SyntaxError']

/** The SDK throws plain library errors for a bad signature, and its own ones with 401 or 403 for the rest. */
function rejection(thrown: unknown): Taken<never> {
  const error = Rejected.safeParse(thrown).data
  const forged = error && (FORGERY_NAMES.includes(error.name) || error.statusCode === 401 || error.statusCode === 403)
  return { is: forged ? 'forged' : 'unknown', why: messageOf(thrown) }
}
