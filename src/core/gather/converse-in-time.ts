import type { Transcript } from '../../domain/evidence.ts'
import type { ConversationTarget, Network } from '../../ports/network.ts'
import { within } from './within.ts'

const GRACE_MS = 500

/** A session ends by itself in its time; null for one that did not so long after it: it is given up, so that it holds up nobody. */
export const converseInTime = (network: Network, target: ConversationTarget & { readonly withinMs: number }): Promise<Transcript | null> =>
  within<Transcript | null>(target.withinMs + GRACE_MS, network.converse(target), () => null)
