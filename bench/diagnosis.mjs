import { addressOf } from './bench-names.mjs'
import { median, shown } from './figures.mjs'
import { installedTools, toolNames } from './tools.mjs'

/** Held before every flight of the server: a round trip of a server in the same region. */
const HOLD_MS = 20
/** Banner, EHLO, 220 to STARTTLS, the ServerHello's flight (TLS 1.3), EHLO. */
const FLIGHTS = 5
const BOUND_MS = FLIGHTS * HOLD_MS
const MB = 1_000_000
const ONE = 1.1
const FIFTY = 1.5
/** Two medians of CPU time of the same work differ by as much from run to run on a shared machine. */
const TOLERANCE = 1.05
const MOST_GROWTH_MB = 100
const DEAD = 1.2
const MANY_HOSTS = 10

/** All measures of the diagnosis, side by side in one run. */
export async function diagnosis(bed, plan, tell) {
  const rows = []
  const prober = await bed.prober()
  await warm(bed, prober)
  rows.push(await one(bed, prober, plan, tell))
  rows.push(await name(bed, prober, plan, tell))
  rows.push(await fifty(bed, prober, plan, tell))
  await prober.stop()
  for (const what of ['sessions', 'diagnoses']) rows.push(await fiveHundred(bed, plan, what, tell))
  rows.push(await deadHost(bed, plan, tell))
  return rows
}

/** The bot has long been running when an alert comes: roots are read, and code is compiled, which takes about a thousand sessions. */
async function warm(bed, prober) {
  await bed.hold(0)
  for (let time = 0; time < 20; time += 1) await prober.ask('sessions', { count: 50 })
  for (let time = 0; time < 20; time += 1) await prober.ask('diagnoses', { count: 25 })
}

/** One session, ours and each tool's in turn. */
async function one(bed, prober, { runs }, tell) {
  await bed.hold(HOLD_MS)
  const tools = installedTools()
  const ours = []
  const held = []
  const theirs = new Map(tools.map(({ name }) => [name, []]))
  for (let run = 0; run < runs; run += 1) {
    await bed.seen()
    ours.push((await prober.ask('sessions', { count: 1 })).ms)
    held.push((await bed.seen()).heldMs * FLIGHTS)
    for (const tool of tools) {
      const ms = await tool.run(bed.port)
      if ((await bed.seen()).sessions === 1) theirs.get(tool.name).push(ms)
    }
  }
  const ratio = median(ours) / BOUND_MS
  tell(`one session: ours ${range(ours)} ms, really held ${range(held)} ms`)
  return {
    id: 'diagnosis-one',
    figures: `${range(ours)}; ${ratio.toFixed(2)} × the bound`,
    beside: `bound ${BOUND_MS} (really held ${shown(median(held))}); ${beside(tools, theirs)}`,
    met: ratio <= ONE,
    runs: `${runs} of each, taking turns`,
  }
}

function beside(tools, theirs) {
  return toolNames
    .map((name) => {
      const tool = tools.find((each) => each.name === name)
      const times = theirs.get(name) ?? []
      if (!tool) return `${name} not installed`
      if (times.length === 0) return `${name} did not get through`
      return `${name} ${range(times)}${tool.waitsForQuit ? ` (bound ${BOUND_MS + HOLD_MS})` : ''}`
    })
    .join(', ')
}

/** A domain from its name to its verdict, with DNS answers held as long. How many rounds of questions were put shows at the name server. */
async function name(bed, prober, { runs }, tell) {
  await bed.hold(HOLD_MS, HOLD_MS)
  await prober.ask('diagnoses', { count: 1 })
  const times = []
  const rounds = []
  for (let run = 0; run < runs; run += 1) {
    await bed.seen()
    times.push((await prober.ask('diagnoses', { count: 1 })).ms)
    rounds.push(roundsIn((await bed.seen()).questions))
  }
  const bound = (median(rounds) + FLIGHTS) * HOLD_MS
  tell(`a domain by its name: ${range(times)} ms, ${median(rounds)} rounds of DNS`)
  return {
    id: 'diagnosis-name',
    figures: `${range(times)}; ${(median(times) / bound).toFixed(2)} × the bound`,
    beside: `bound ${bound}: ${median(rounds)} rounds of DNS, then ${FLIGHTS} flights`,
    met: null,
    runs: `${runs}`,
  }
}

/** Questions that were put together come within a moment; those of the next round only after an answer. */
const roundsIn = (questions) => questions.filter((at, index) => index === 0 || at - questions[index - 1] > HOLD_MS / 2).length

/** Fifty hosts at once, and each tool started fifty times at once. */
async function fifty(bed, prober, { runs, many }, tell) {
  await bed.hold(HOLD_MS)
  const count = Math.min(50, many)
  const tools = installedTools()
  const theirs = new Map(tools.map(({ name }) => [name, []]))
  const ours = []
  const held = []
  for (let run = 0; run < runs; run += 1) {
    await bed.seen()
    ours.push(await prober.ask('sessions', { count }))
    held.push((await bed.seen()).heldMs * FLIGHTS)
    for (const tool of tools) {
      await bed.seen()
      const began = performance.now()
      await Promise.all(Array.from({ length: count }, () => tool.run(bed.port)))
      const ms = performance.now() - began
      if ((await bed.seen()).sessions === count) theirs.get(tool.name).push(ms)
    }
  }
  const times = ours.map(({ ms }) => ms)
  const ratio = median(times) / BOUND_MS
  tell(`${count} hosts: ours ${range(times)} ms`)
  return {
    id: 'diagnosis-50',
    figures: `${range(times)}; ${ratio.toFixed(2)} × the bound; CPU ${shown(median(ours.map(({ cpuMs }) => cpuMs / count)))} a host`,
    beside: `bound ${BOUND_MS} (really held ${shown(median(held))}); started ${count} times at once: ${beside(tools, theirs)}`,
    met: ratio <= FIFTY,
    runs: `${runs} of each, taking turns`,
  }
}

/** Fifty and 500 at once, in turn: sessions alone, or whole diagnoses; and what 500 cost in memory beyond what fifty left behind. */
async function fiveHundred(bed, { runs, many }, what, tell) {
  const prober = await bed.prober()
  await warm(bed, prober)
  await bed.hold(HOLD_MS, HOLD_MS)
  const few = Math.max(1, many / 10)
  const cpu = { few: [], many: [] }
  const times = []
  for (let time = 0; time < 3; time += 1) await prober.ask(what, { count: few })
  const before = (await prober.ask('memory')).now
  for (let run = 0; run < runs; run += 1) {
    cpu.few.push((await prober.ask(what, { count: few })).cpuMs / few)
    const all = await prober.ask(what, { count: many })
    cpu.many.push(all.cpuMs / many)
    times.push(all.ms)
  }
  const { most, now } = await prober.ask('memory')
  const growth = (most - before) / MB
  await prober.stop()
  const ratio = median(cpu.many) / median(cpu.few)
  tell(`${many} ${what} at once: ${range(times)} ms, CPU of each ${range(cpu.many)} ms, of ${few} at once ${range(cpu.few)} ms`)
  return {
    id: what === 'sessions' ? 'diagnosis-500' : 'diagnosis-500-names',
    figures: `CPU ${shown(median(cpu.many))} each; all in ${range(times)}; memory + ${shown(growth)} MB at most, + ${shown((now - before) / MB)} MB at the end`,
    beside: `${few} at once: CPU ${shown(median(cpu.few))} each; ratio ${ratio.toFixed(2)}`,
    met: what === 'sessions' ? ratio <= TOLERANCE && growth < MOST_GROWTH_MB : null,
    runs: `${runs} of each, taking turns`,
  }
}

/** Ten MX hosts of which one accepts no connection, beside the same nine alone: when the store holds what was found at the nine. */
async function deadHost(bed, { runs }, tell) {
  const prober = await bed.prober({ stored: true, deaf: addressOf(MANY_HOSTS - 1) })
  await bed.hold(0)
  for (let time = 0; time < 3; time += 1) await prober.ask('stored', { hosts: MANY_HOSTS - 1, wanted: MANY_HOSTS - 1 })
  await bed.hold(HOLD_MS, HOLD_MS)
  const alone = []
  const beside = []
  const ends = []
  for (let run = 0; run < runs; run += 1) {
    alone.push((await prober.ask('stored', { hosts: MANY_HOSTS - 1, wanted: MANY_HOSTS - 1 })).wantedMs)
    const one = await prober.ask('stored', { hosts: MANY_HOSTS, wanted: MANY_HOSTS - 1 })
    beside.push(one.wantedMs)
    ends.push(one.ms)
  }
  await prober.stop()
  const ratio = median(beside) / median(alone)
  tell(`nine hosts stored: alone ${range(alone)} ms, with a dead tenth ${range(beside)} ms; the dead one given up after ${range(ends)} ms`)
  return {
    id: 'diagnosis-dead-host',
    figures: `${range(beside)}; ${ratio.toFixed(2)} × alone`,
    beside: `the nine alone ${range(alone)}; the dead one given up after ${shown(median(ends))}`,
    met: ratio <= DEAD,
    runs: `${runs} of each, taking turns`,
  }
}

const range = (values) => `${shown(median(values))} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`
