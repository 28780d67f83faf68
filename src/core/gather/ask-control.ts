import { isIP } from 'node:net'
import type { Control, Transcript } from '../../domain/evidence.ts'
import type { Network } from '../../ports/network.ts'
import { ask } from './ask.ts'
import { converseInTime } from './converse-in-time.ts'
import type { Deadline } from './deadline.ts'
import { resolve } from './resolve.ts'

/** Shorter than this, silence says nothing about the control. */
const LEAST_MS = 1_000
const MOST_TARGETS = 5

/** `refused`: turned away at once, as a server does that is not there, or a firewall that rejects. */
type Outcome = 'passed' | 'refused' | 'failed' | 'unknown'

/** IPv6 alone is asked for where that is what failed. */
export type ControlFamily = 'any' | 'ipv6'

/**
 * Known-good targets (`host[:port]`, comma-separated) tell whether a failure is the target's or ours: tried side by side, passed as soon as one of
 * them speaks SMTP, be it to turn us away. null when that cannot be said: no time was left, or none of them could be tried (a name that leads
 * nowhere, or to no address of that family).
 */
export async function askControl(
  network: Network,
  target: string,
  deadline: Pick<Deadline, 'left'>,
  family: ControlFamily = 'any',
): Promise<Control | null> {
  if (deadline.left() < LEAST_MS) return null
  const targets = target
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .slice(0, MOST_TARGETS)
  const outcomes = targets.map((each) => tryControl(network, each, deadline, family))
  const first = Promise.any(outcomes.map(async (each) => ((await each) === 'passed' ? true : Promise.reject(new Error('not passed')))))
  if (await first.catch(() => false)) return { target, passed: true }
  const told = (await Promise.all(outcomes)).filter((each) => each !== 'unknown')
  return told.length > 0 ? { target, passed: false, refused: told.every((each) => each === 'refused') } : null
}

/** An IPv6 address with a port stands in brackets. */
const HOST_AND_PORT = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/

async function tryControl(network: Network, target: string, deadline: Pick<Deadline, 'left'>, family: ControlFamily): Promise<Outcome> {
  const [, host = target, port] = HOST_AND_PORT.exec(target) ?? []
  const name = { host, as: 'smart-host', bare: false } as const
  const { addresses } = await resolve(
    name,
    (each) => ask(network, each, deadline.left()),
    () => {},
  )
  const address = addresses.find(({ ip }) => family === 'any' || isIP(ip) === 6)
  if (!address || deadline.left() < LEAST_MS) return 'unknown'
  const session = await converseInTime(network, { ...address, withinMs: deadline.left(), ...(port ? { port: Number(port) } : {}) })
  return session ? outcomeOf(session) : 'unknown'
}

/** What nobody may connect to was not tried; a connection that is taken and then says nothing may just be slow. */
function outcomeOf({ stages, fault }: Transcript): Outcome {
  const greeted = stages.some(({ stage, is }) => stage === 'banner' && is === 'ok')
  if (greeted || fault?.why.is === 'reply') return 'passed'
  if (fault?.stage === 'connect') return fault.why.is === 'not-public' ? 'unknown' : fault.why.is === 'refused' ? 'refused' : 'failed'
  return fault?.why.is === 'closed' ? 'failed' : 'unknown'
}
