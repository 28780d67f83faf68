import { createHmac } from 'node:crypto'
import { pause } from './bed.mjs'
import { median, percentile, shown } from './figures.mjs'

const MOST_WAIT_MS = 60_000
const AT_ONCE = 50

/** Posts one signed alert; the time (ms since 1970) at which the 202 was there. */
async function post(service, { id, ...about }) {
  const { hook, tenantId } = service.world.settings
  const body = JSON.stringify({ id, tenant: tenantId, raisedAt: new Date().toISOString(), name: 'Messages have been delayed', ...about })
  const timestamp = String(Math.floor(Date.now() / 1000))
  const mac = createHmac('sha256', hook.secret).update(`${timestamp}.${body}`).digest('hex')
  const response = await fetch(`http://127.0.0.1:${service.port}/hooks/alerts`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-mailflow-source': hook.source,
      'x-mailflow-timestamp': timestamp,
      'x-mailflow-signature': `v1=${mac}`,
    },
    body,
  })
  const acceptedAt = Date.now()
  if (response.status !== 202) throw new Error(`alert answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
  return acceptedAt
}

const posts = (bed, service) => bed.around.ask('calls', { world: service.world.id, method: 'chat.postMessage' })

/** The first message that tells about it, once there is one. */
async function firstCard(bed, service, word) {
  const until = performance.now() + MOST_WAIT_MS
  while (performance.now() < until) {
    const found = (await posts(bed, service)).find((call) => call.said.includes(word))
    if (found) return found.at
    await pause(200)
  }
  throw new Error(`no card for ${word} after ${MOST_WAIT_MS} ms\n${service.log.slice(-5).join('\n')}`)
}

/** Rounds of alerts, each of a trouble of its own, to every service in turn; half name a connector, half a domain. */
export async function firstCards(bed, services, { rounds, gapMs }) {
  const sent = []
  for (let round = 0; round < rounds; round += 1) {
    for (const service of services) {
      const word = `trouble${round}x${service.world.id}`
      const about = round % 2 === 0 ? { connector: `Outbound ${word}` } : { domain: `${word}.example` }
      sent.push({ service, word, acceptedAt: await post(service, { id: word, ...about }) })
      await pause(gapMs)
    }
  }
  for (const each of sent) each.ms = Math.max(0, (await firstCard(bed, each.service, each.word)) - each.acceptedAt)
  return sent.map(({ service, ms }) => ({ service, database: service.database, ms }))
}

/** p50 is the median of the services' own p50; p95 is over all samples, for ten in one service make none. */
export function firstCardRow(database, samples) {
  const ours = samples.filter((each) => each.database === database)
  const services = [...new Set(ours.map((each) => each.service))]
  const p50 = median(services.map((one) => median(ours.filter((each) => each.service === one).map((each) => each.ms))))
  const all = ours.map((each) => each.ms)
  const p95 = percentile(all, 0.95)
  return {
    id: `first-card-${database}`,
    figures: `p50 ${shown(p50)}, p95 ${shown(p95)}, slowest ${shown(Math.max(...all))}`,
    beside: '–',
    met: p95 < 2000,
    runs: `${services.length} services, ${all.length} alerts`,
  }
}

/** Many alerts of one trouble: until all are accepted, until all are counted in the incident, how many incidents and cards. */
export async function burst(bed, service, count) {
  const word = `burst${service.world.id}`
  const began = performance.now()
  let next = 0
  const sender = async () => {
    for (let index = next++; index < count; index = next++) await post(service, { id: `${word}-${index}`, connector: word })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sender))
  const acceptedS = (performance.now() - began) / 1000
  let seen = []
  while (performance.now() - began < MOST_WAIT_MS) {
    seen = await service.ask('incidents', { name: word })
    if (seen.reduce((sum, each) => sum + each.alerts, 0) >= count) break
    await pause(100)
  }
  const takenInS = (performance.now() - began) / 1000
  await firstCard(bed, service, word)
  await pause(1500)
  const cards = (await posts(bed, service)).filter((call) => call.said.includes(word)).length
  const alerts = seen.reduce((sum, each) => sum + each.alerts, 0)
  return { database: service.database, acceptedS, takenInS, incidents: seen.length, cards, alerts }
}

export function burstRow(database, all, count) {
  const ours = all.filter((each) => each.database === database)
  const exact = ours.every((each) => each.incidents === 1 && each.cards === 1 && each.alerts === count)
  const most = (name) => Math.max(...ours.map((each) => each[name]))
  const accepted = shown(median(ours.map((each) => each.acceptedS)))
  const takenIn = shown(median(ours.map((each) => each.takenInS)))
  return {
    id: `burst-${database}`,
    figures: `all accepted ${accepted}, all counted ${takenIn}; incidents ${most('incidents')}, cards ${most('cards')}`,
    beside: '–',
    met: exact,
    runs: `${ours.length} services, ${count} alerts each`,
  }
}
