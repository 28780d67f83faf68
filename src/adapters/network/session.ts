import type { SecureContext } from 'node:tls'
import {
  type DialogueLine,
  type RecipientTest,
  SESSION_STAGES,
  type SessionFault,
  type SessionStage,
  type StageResult,
  type TlsFacts,
  type Transcript,
} from '../../domain/evidence.ts'
import type { ConversationTarget } from '../../ports/network.ts'
import type { Roots } from './chain-trust.ts'
import type { TlsWay } from './handshake.ts'
import type { OnLine } from './reply-reader.ts'
import type { RevocationCheck } from './revocation.ts'
import type { SessionGate } from './session-gate.ts'

export type Reroute = (ip: string, port: number) => { readonly host: string; readonly port: number } | null

export interface SessionSettings {
  readonly port: number
  /** null: this machine's name, or the local address as a literal (RFC 5321 §4.1.3) when it has no full name. */
  readonly ehloName: string | null
  /** For the whole session, milliseconds. */
  readonly timeoutMs: number
  /** For connecting. A server that took the connection may be slow: then all that counts is the session's end. */
  readonly connectTimeoutMs: number
  /** For each stage; null: none but the session's own. */
  readonly stageTimeoutMs: number | null
  readonly reroute: Reroute
  readonly now: () => number
  readonly roots: Roots
  readonly contextFor: (way: TlsWay) => SecureContext
  readonly forbidden: (ip: string) => string | null
  readonly gate: SessionGate
  readonly revocation?: RevocationCheck
}

/** A stage's end: what to show of it and what the next stage needs, or why it ended the session. */
export type Step<T> =
  | { readonly is: 'ok'; readonly value: T; readonly detail: string | null }
  | { readonly is: 'fault'; readonly why: SessionFault }

/** What one session gathers on its way. */
export interface Session {
  readonly target: ConversationTarget
  readonly settings: SessionSettings
  readonly port: number
  readonly deadline: number
  readonly stages: StageResult[]
  readonly dialogue: DialogueLine[]
  fault: Transcript['fault']
  banner: readonly string[]
  ehlo: readonly string[]
  tls: TlsFacts | null
  smuggled: string | null
  recipientTests: readonly RecipientTest[]
}

const LINES_KEPT = 200

/** Its clock starts here, except for what the target itself allows: that counts from `asked` (of the same clock), waiting included. */
export function startSession(target: ConversationTarget, settings: SessionSettings, asked: number): Session {
  return {
    target,
    settings,
    port: target.port ?? settings.port,
    deadline: Math.min(settings.now() + settings.timeoutMs, asked + (target.withinMs ?? Infinity)),
    stages: [],
    dialogue: [],
    fault: null,
    banner: [],
    ehlo: [],
    tls: null,
    smuggled: null,
    recipientTests: [],
  }
}

/** Until the session's end, milliseconds. */
export const timeLeft = ({ deadline, settings }: Session): number => deadline - settings.now()

/** Keeps the raw dialogue: of what the server says 200 lines, and each of our few commands, so that it shows what the last line answers. */
export const hear =
  ({ dialogue }: Session, secured: boolean): OnLine =>
  (from, text) => {
    if (from === 'client' || dialogue.length < LINES_KEPT) dialogue.push({ from, text, secured })
  }

/** Runs one stage within its own time and the session's, and notes how it ended. Null: it ended the session. */
export async function stage<T>(session: Session, name: SessionStage, work: (ms: number) => Promise<Step<T>>): Promise<T | null> {
  const { now, stageTimeoutMs, connectTimeoutMs } = session.settings
  const began = now()
  const own = Math.min(stageTimeoutMs ?? Infinity, name === 'connect' ? connectTimeoutMs : Infinity)
  const step = await work(Math.min(own, timeLeft(session)))
  const ms = Math.round((now() - began) * 10) / 10
  if (step.is === 'ok') {
    note(session, { stage: name, ms, is: 'ok', detail: step.detail })
    return step.value
  }
  session.fault = { stage: name, why: step.why }
  note(session, { stage: name, ms, is: 'failed', detail: faultText(step.why) })
  return null
}

function note(session: Session, result: StageResult): void {
  session.stages.push(result)
  session.target.onStage?.(result)
}

/** What is shown of a session that has ended, also at stages that were not reached: the address and port asked for, even when they were rerouted. */
export function transcriptOf(session: Session): Transcript {
  for (const each of SESSION_STAGES.slice(session.stages.length)) note(session, { stage: each, ms: 0, is: 'skipped', detail: null })
  const { target, port, stages, fault, banner, ehlo, tls, dialogue, smuggled, recipientTests } = session
  return { host: target.host, ip: target.ip, port, stages, fault, banner, ehlo, tls, dialogue, smuggled, recipientTests }
}

function faultText(why: SessionFault): string | null {
  switch (why.is) {
    case 'not-public':
      return why.range
    case 'reply':
    case 'not-smtp':
      return why.text
    case 'timed-out':
    case 'starttls-not-offered':
      return null
    default:
      return why.error
  }
}
