import type { Control, Transcript } from '../../domain/evidence.ts'
import type { Network } from '../../ports/network.ts'
import { ask } from './ask.ts'
import { converseInTime } from './converse-in-time.ts'
import type { Deadline } from './deadline.ts'
import { resolve } from './resolve.ts'

/** Shorter than this, silence says nothing about the control. */
const LEAST_MS = 1_000
const MOST_TARGETS = 5

/**
 * Known-good targets (`host[:port]`, comma-separated) tell whether silence is the target's or ours: tried side by side, passed as soon as one of them
 * speaks SMTP, be it to turn us away. null when that cannot be said: no time was left, or none of them could be tried (a name that leads nowhere).
 */
export async function askControl(network: Network, target: string, deadline: Deadline): Promise<Control | null> {
  if (deadline.left() < LEAST_MS) return null
  const targets = target
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .slice(0, MOST_TARGETS)
  const outcomes = targets.map((each) => tryControl(network, each, deadline))
  const first = Promise.any(outcomes.map(async (each) => ((await each) === 'passed' ? true : Promise.reject(new Error('not passed')))))
  if (await first.catch(() => false)) return { target, passed: true }
  return (await Promise.all(outcomes)).includes('failed') ? { target, passed: false } : null
}

/** An IPv6 address with a port stands in brackets. */
const HOST_AND_PORT = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/

async function tryControl(network: Network, target: string, deadline: Deadline): Promise<'passed' | 'failed' | 'unknown'> {
  const [, host = target, port] = HOST_AND_PORT.exec(target) ?? []
  const name = { host, as: 'smart-host', bare: false } as const
  const { addresses } = await resolve(
    name,
    (each) => ask(network, each, deadline.left()),
    () => {},
  )
  const [address] = addresses
  if (!address || deadline.left() < LEAST_MS) return 'unknown'
  const session = await converseInTime(network, { ...address, withinMs: deadline.left(), ...(port ? { port: Number(port) } : {}) })
  return session ? outcomeOf(session) : 'unknown'
}

/** What nobody may connect to was not tried; a connection that is taken and then says nothing may just be slow. */
function outcomeOf({ stages, fault }: Transcript): 'passed' | 'failed' | 'unknown' {
  const greeted = stages.some(({ stage, is }) => stage === 'banner' && is === 'ok')
  if (greeted || fault?.why.is === 'reply') return 'passed'
  if (fault?.stage === 'connect') return fault.why.is === 'not-public' ? 'unknown' : 'failed'
  return fault?.why.is === 'closed' ? 'failed' : 'unknown'
}
