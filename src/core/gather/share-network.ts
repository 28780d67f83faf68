import type { Network } from '../../ports/network.ts'

/**
 * The same network, where the same thing asked again while this object lives is answered from the first time: questions that the hosts of a target
 * have in common (their zone, the root), documents, and sessions with the same address under the same name.
 */
export function shareNetwork(network: Network): Network {
  const query = once(network.query.bind(network), ({ type, name }, way = {}) =>
    [type, name.toLowerCase(), way.server ?? '', way.unchecked === true].join(' '),
  )
  const converse = once(network.converse.bind(network), ({ host, ip, port, way, recipient }) =>
    [host, ip, port ?? '', way ?? '', recipient?.address ?? ''].join(' '),
  )
  const get = once(network.get.bind(network), (url) => url)
  return { query, converse, get, forbidden: (ip) => network.forbidden(ip) }
}

function once<Asked extends readonly unknown[], T>(
  ask: (...asked: Asked) => Promise<T>,
  keyOf: (...asked: Asked) => string,
): (...asked: Asked) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (...asked) => {
    const key = keyOf(...asked)
    const answer = answers.get(key) ?? ask(...asked)
    answers.set(key, answer)
    return answer
  }
}
