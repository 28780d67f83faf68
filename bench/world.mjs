// The world around the services under measurement, in a process of its own: one sandbox (tenant, mail lab, Slack double) for each.
import { DIST, serveParent } from './children.mjs'

const { startWorld } = await import(`${DIST}sandbox/world.js`)
const { ROUTES } = await import(`${DIST}sandbox/scenarios.js`)
const { CLOUD_FRONT } = await import(`${DIST}sandbox/lab/cloud-front.js`)

const PORTS = [25, 53, 80, 443]
/** Name servers and web hosts of the lab. */
const SERVERS = Array.from({ length: 20 }, (_each, index) => `192.0.2.${90 + index}`)
const clock = { now: () => new Date().toISOString(), tick: () => performance.now() }
const worlds = new Map()

async function open() {
  const world = await startWorld({ folder: null, fresh: true, clock })
  const id = worlds.size
  worlds.set(id, world)
  const { reroute, ...settings } = world.settings
  const addresses = [...ROUTES.flatMap((route) => route.addresses), ...CLOUD_FRONT.addresses, ...SERVERS]
  const ways = addresses.flatMap((ip) => PORTS.map((port) => [`${ip} ${port}`, reroute(ip, port)]))
  return { id, settings, people: world.people, users: world.slack.users, ways: ways.filter(([, way]) => way) }
}

/** Addresses for private answers, as a slash command brings them. */
function responseUrls({ world, count }) {
  const { slack } = worlds.get(world)
  const one = () => slack.command(slack.users.requester, slack.channelId, '/mailflow').body
  return Array.from({ length: count }, () => new URLSearchParams(one()).get('response_url'))
}

/** Calls of a method so far: when (ms since 1970), and all the text in it. */
function calls({ world, method }) {
  const all = worlds.get(world).slack.calls()
  return all.filter((call) => call.method === method && call.ok).map(({ at, body }) => ({ at: Date.parse(at), said: JSON.stringify(body) }))
}

serveParent({ open, responseUrls, calls }, () => Promise.all([...worlds.values()].map((world) => world.stop())))
