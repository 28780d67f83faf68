import type { Transcript } from '../../domain/evidence.ts'
import type { ConversationTarget, Network } from '../../ports/network.ts'

/**
 * The same network, where the same thing asked again while this object lives is answered from the first time: questions that the hosts of a target
 * have in common (their zone, the root), documents, and sessions with the same address under the same name. What one had no time to find out,
 * another may still ask.
 */
export function shareNetwork(network: Network): Network {
  const query = once(network.query.bind(network), ({ type, name }, way = {}) =>
    [type, name.toLowerCase(), way.server ?? '', way.unchecked === true].join(' '),
  )
  const get = once(
    network.get.bind(network),
    (url) => url,
    (answer) => answer.is !== 'unknown',
  )
  return { query, converse: sharedSessions(network), get, forbidden: (ip) => network.forbidden(ip) }
}

/** A session that was given much less time than this one may have is none to share: its silence would be our own. */
const FAIR_SHARE = 1 / 2

function sharedSessions(network: Network): Network['converse'] {
  const sessions = new Map<string, { readonly withinMs: number; readonly transcript: Promise<Transcript> }>()
  return (target: ConversationTarget) => {
    const { host, ip, port, way, recipient, withinMs = Number.MAX_VALUE } = target
    const key = [host, ip, port ?? '', way ?? '', recipient?.address ?? '', recipient?.sender ?? ''].join(' ')
    const known = sessions.get(key)
    if (known && known.withinMs >= withinMs * FAIR_SHARE) return known.transcript
    const transcript = network.converse(target)
    sessions.set(key, { withinMs, transcript })
    return transcript
  }
}

/** `lasts`: whether an answer stands for those who ask later too. */
function once<Asked extends readonly unknown[], T>(
  ask: (...asked: Asked) => Promise<T>,
  keyOf: (...asked: Asked) => string,
  lasts: (answer: T) => boolean = () => true,
): (...asked: Asked) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (...asked) => {
    const key = keyOf(...asked)
    const known = answers.get(key)
    if (known) return known
    const answer = ask(...asked)
    answers.set(key, answer)
    answer.then(
      (got) => lasts(got) || answers.delete(key),
      () => answers.delete(key),
    )
    return answer
  }
}
