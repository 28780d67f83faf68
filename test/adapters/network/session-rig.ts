import type { Socket } from 'node:net'
import { createNetwork, type NetworkOptions } from '../../../src/adapters/network/create-network.ts'
import type { StageResult, Transcript } from '../../../src/domain/evidence.ts'
import type { ConversationTarget } from '../../../src/ports/network.ts'
import { type Issued, issue } from './certificates.ts'
import { type MailServerForTest, type Manners, startMailServer } from './mail-server.ts'

/** What a test speaks of, where it differs from `mail.example` at 192.0.2.10 over the network's usual limits. */
export interface Meeting {
  readonly options?: NetworkOptions
  readonly target?: Partial<ConversationTarget>
}

/** A root, an authority below it and a sound certificate; servers with chosen manners; and sessions with them. */
export interface SessionRig {
  readonly authority: Issued
  readonly intermediate: Issued
  readonly good: Issued
  start(manners?: Manners): Promise<MailServerForTest>
  talk(port: number, meeting?: Meeting): Promise<Transcript>
  /** A server and one session with it. */
  meet(manners?: Manners, meeting?: Meeting): Promise<{ readonly transcript: Transcript; readonly server: MailServerForTest }>
  /** Ends every server that was started. */
  clear(): Promise<void>
}

export const identity = (leaf: Issued, ...chain: readonly Issued[]) => ({
  key: leaf.key,
  cert: [leaf, ...chain].map((each) => each.pem).join(''),
})

/** A stage this long has said nothing. */
export const SILENT: Meeting = { options: { stageTimeoutMs: 300 } }

export async function sessionRig(): Promise<SessionRig> {
  const authority = await issue({ subject: 'CN=Test Root', authority: true })
  const intermediate = await issue({ subject: 'CN=Test Intermediate', authority: true, by: authority })
  const good = await issue({ subject: 'CN=mail.example', names: ['mail.example', 'mx.example'], by: intermediate })
  const open: MailServerForTest[] = []

  const start: SessionRig['start'] = async (manners = {}) => {
    const server = await startMailServer({ tls: identity(good, intermediate), ...manners })
    open.push(server)
    return server
  }
  const talk: SessionRig['talk'] = (port, { options = {}, target = {} } = {}) =>
    createNetwork({
      dnsServers: [],
      allow: ['192.0.2.0/24'],
      extraCa: [authority.pem],
      ehloName: 'bot.example',
      reroute: () => ({ host: '127.0.0.1', port }),
      ...options,
    }).converse({ host: 'mail.example', ip: '192.0.2.10', ...target })
  return {
    authority,
    intermediate,
    good,
    start,
    talk,
    meet: async (manners, meeting) => {
      const server = await start(manners)
      return { transcript: await talk(server.port, meeting), server }
    },
    clear: async () => {
      await Promise.all(open.splice(0).map((server) => server.close()))
    },
  }
}

export const shape = ({ stages }: { readonly stages: readonly StageResult[] }): string =>
  stages.map((each) => `${each.stage} ${each.is}`).join(', ')

export const reset = (socket: Socket): void => void socket.resetAndDestroy()

type Answer = NonNullable<Manners['answer']>

/** Acts on a command instead of answering it. */
export const on =
  (verb: string, act: (socket: Socket) => void, inside = false): Answer =>
  (command, secured, socket) => {
    if (!command.startsWith(verb) || secured !== inside) return undefined
    act(socket)
    return null
  }

/** Answers one kind of command in its own way. */
export const say =
  (verb: RegExp, reply: string, inside = false): Answer =>
  (command, secured) =>
    verb.test(command) && secured === inside ? reply : undefined
