import type { Control } from '../../domain/evidence.ts'
import type { Network } from '../../ports/network.ts'
import { ask } from './ask.ts'
import type { Deadline } from './deadline.ts'
import { resolve } from './resolve.ts'
import { within } from './within.ts'

/** Shorter than this, silence says nothing about the control. */
const LEAST_MS = 1_000
const MOST_TARGETS = 5

/**
 * Known-good targets (`host[:port]`, comma-separated) tell whether silence is the target's or ours: tried side by side, passed as soon as one of them
 * reaches its banner. null when there is no time left to say.
 */
export async function askControl(network: Network, target: string, deadline: Deadline): Promise<Control | null> {
  if (deadline.left() < LEAST_MS) return null
  const targets = target
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .slice(0, MOST_TARGETS)
  const greeted = Promise.any(targets.map((each) => reachesBanner(network, each, deadline))).catch(() => false)
  return { target, passed: await within(deadline.left(), greeted, () => false) }
}

/** An IPv6 address with a port stands in brackets. */
const HOST_AND_PORT = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/

/** Throws when it does not. */
async function reachesBanner(network: Network, target: string, deadline: Deadline): Promise<true> {
  const [, host = target, port] = HOST_AND_PORT.exec(target) ?? []
  const name = { host, as: 'smart-host', bare: false } as const
  const { addresses } = await resolve(
    name,
    (each) => ask(network, each, deadline.left()),
    () => {},
  )
  const [address] = addresses
  if (!address) throw new Error('no address')
  const { stages } = await network.converse({ ...address, withinMs: deadline.left(), ...(port ? { port: Number(port) } : {}) })
  if (!stages.some(({ stage, is }) => stage === 'banner' && is === 'ok')) throw new Error('no banner')
  return true
}
