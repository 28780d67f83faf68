// The diagnosis under measurement, in a process of its own as inside the bot: sessions alone, whole diagnoses, and diagnoses that are stored.
import { addressOf, DOMAIN } from './bench-names.mjs'
import { DIST, serveParent } from './children.mjs'

let network = null
let database = null
let world = null
let tenants = 0
const clock = { now: () => new Date().toISOString(), tick: () => performance.now() }

/** Dead addresses (`deaf`) and all that is not mail lead to a port that takes no connection. */
async function start({ ports, ca, deaf, database: url }) {
  const { createNetwork } = await import(`${DIST}adapters/network/create-network.js`)
  network = createNetwork({
    dnsServers: [`127.0.0.1:${ports.names}`],
    allow: ['198.18.0.0/15'],
    extraCa: [ca],
    ehloName: 'probe.bench.example',
    reroute: (ip, port) => ({ host: '127.0.0.1', port: port === 25 ? (ip === deaf ? ports.silent : ports.mail) : ports.silent }),
  })
  if (url) world = await worldOver(url)
}

/** What one diagnosis takes in all; the dead host has the longest. */
const WITHIN_MS = 2500

/** The walk over a real store, without a tenant to ask. */
async function worldOver(url) {
  const { createJobs, createStore, openDatabase } = await import(`${DIST}adapters/postgres/index.js`)
  const { timingsOf } = await import(`${DIST}app/settings.js`)
  database = await openDatabase({ url })
  const jobs = createJobs({ database })
  await jobs.ready()
  return {
    store: createStore({ database, jobs, auditKey: 'k'.repeat(32) }),
    exchanges: () => null,
    network,
    feed: null,
    health: null,
    ranges: null,
    clock,
    random: { id: () => Math.random().toString(36).slice(2) },
    meter: { count: () => {}, observe: () => {} },
    policy: {},
    timings: timingsOf(60 * 60_000),
    tenants: [],
    control: null,
    withinMs: WITHIN_MS,
    rdapBootstrap: `https://data.${DOMAIN}/dns.json`,
  }
}

/**
 * One alert about a domain with so many MX hosts, diagnosed into the store: how long until what was found at `wanted` of them was stored, and until
 * all was, milliseconds.
 */
async function stored({ hosts, wanted }) {
  const [{ intake }, { diagnose }] = await Promise.all([import(`${DIST}core/intake.js`), import(`${DIST}core/diagnose.js`)])
  const tenant = `tenant-${tenants++}`
  const alert = {
    tenant,
    source: 'hook',
    sourceId: tenant,
    at: clock.now(),
    name: 'Messages have been delayed',
    hints: { connector: null, domain: `many${hosts}.${DOMAIN}`, error: null, count: null },
    raw: '{}',
  }
  const { id } = await world.store.transaction((tx) => tx.addAlert(alert, clock.now()))
  await intake(world, id)
  const [incident] = await world.store.incidents({ tenant, limit: 1 })
  const began = performance.now()
  let wantedMs = null
  const watched = {
    ...world.store,
    async transaction(work) {
      const result = await world.store.transaction(work)
      const at = performance.now() - began
      const { diagnosis } = await world.store.incident(incident.id)
      if ((diagnosis?.hosts.filter(({ transcript }) => transcript.fault === null).length ?? 0) >= wanted) wantedMs ??= at
      return result
    },
  }
  await diagnose({ ...world, store: watched }, incident.id)
  if (wantedMs === null) throw new Error('the hosts were never stored')
  return { wantedMs, ms: performance.now() - began }
}

/** Runs so many things at once; wall and CPU time in milliseconds. */
async function measured(count, one) {
  const before = process.cpuUsage()
  const began = performance.now()
  const results = await Promise.all(Array.from({ length: count }, (_, index) => one(index)))
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(before)
  return { ms, cpuMs: (user + system) / 1000, results }
}

/** Sessions with so many addresses at once. All have to get as far as the second EHLO. */
async function sessions({ count }) {
  const { ms, cpuMs, results } = await measured(count, (index) => network.converse({ host: `mx${index}.${DOMAIN}`, ip: addressOf(index) }))
  const broken = results.find(({ fault, tls }) => fault !== null || tls?.trust !== 'trusted')
  if (broken) throw new Error(`a session failed: ${JSON.stringify({ fault: broken.fault, trust: broken.tls?.trust })}`)
  return { ms, cpuMs }
}

/** Diagnoses of so many domains at once, each from its name to its verdict. */
async function diagnoses({ count }) {
  const { examine } = await import(`${DIST}core/examine.js`)
  const bare = { network, clock, control: null }
  const { ms, cpuMs, results } = await measured(count, (index) => {
    const domain = `d${index}.${DOMAIN}`
    return examine(bare, null, { name: domain, connector: null, hosts: [], domains: [domain] })
  })
  const broken = results.find(({ verdict, hosts }) => verdict.finding !== 'no-fault-found' || hosts.length !== 1)
  if (broken) throw new Error(`a diagnosis went wrong: ${JSON.stringify(broken.findings).slice(0, 500)}`)
  return { ms, cpuMs }
}

/** The most memory this process ever had, and what it has now, in bytes. */
const memory = () => ({ most: process.resourceUsage().maxRSS * 1024, now: process.memoryUsage.rss() })

serveParent({ start, sessions, diagnoses, stored, memory }, () => database?.close())
