import { burst, burstRow, firstCardRow, firstCards } from './alerts.mjs'
import { DATABASES, makeBed, pause } from './bed.mjs'
import { diagnosis } from './diagnosis.mjs'
import { makeDiagnosisBed } from './diagnosis-bed.mjs'
import { explain } from './explain.mjs'
import { median, shown } from './figures.mjs'
import { printTable, writeResults } from './report.mjs'
import { slash, slashRows } from './slash.mjs'

const MB = 1_000_000
const LIMIT_MB = 250
const tell = (text) => process.stderr.write(`${text}\n`)

/** Runs the measures, prints the table and, with `keep`, writes RESULTS.md. The exit code: 1 when an aim is missed, which a short pass cannot tell. */
export async function measure(plan, { only, keep }) {
  const began = performance.now()
  let bed = null
  const leave = () => void Promise.resolve(bed?.close()).finally(() => process.exit(130))
  process.once('SIGINT', leave).once('SIGTERM', leave)
  const on = async (make, work) => {
    bed = await make()
    try {
      return await work(bed)
    } finally {
      await bed.close()
    }
  }
  const rows = []
  if ('diagnosis'.startsWith(only)) {
    tell('diagnoses')
    rows.push(...(await on(makeDiagnosisBed, (bed) => diagnosis(bed, plan.diagnosis, tell))))
  }
  if ('explain'.startsWith(only)) {
    tell('reading of errors')
    rows.push(...(await explain(plan.explain, tell)))
  }
  if ('services'.startsWith(only) || 'slash'.startsWith(only)) rows.push(...(await on(makeBed, (bed) => ofTheService(bed, plan, only))))
  printTable(rows)
  tell(`\n${Math.round((performance.now() - began) / 1000)} s in all`)
  if (keep) await writeResults(rows)
  return plan.isShort || rows.every((row) => row.met !== false) ? 0 : 1
}

async function ofTheService(bed, plan, only) {
  const rows = []
  if ('services'.startsWith(only)) rows.push(...(await ofServices(bed, plan)))
  if ('slash'.startsWith(only)) {
    tell('slash commands')
    rows.push(...slashRows(await slash(bed, plan.slash, tell)))
  }
  return rows
}

/** All services are started one after the other, and idle side by side; then alerts come, then the burst to one at a time. */
async function ofServices(bed, plan) {
  const services = []
  for (let run = 0; run < plan.services; run += 1) {
    for (const database of DATABASES) {
      const first = await bed.service(database)
      services.push(Object.assign(await bed.again(first), { firstStartMs: first.startMs }))
    }
  }
  tell(
    `${services.length} services started: ${services.map((each) => `${each.database} ${shown(each.firstStartMs)}, then ${shown(each.startMs)} ms`).join('; ')}`,
  )
  for (const service of services) {
    await pause(Math.max(0, service.readyAt + plan.idleMs - performance.now()))
    service.rss = (await service.ask('rss')) / MB
  }
  tell(`resident: ${services.map((each) => `${each.database} ${shown(each.rss)} MB`).join(', ')}`)
  const cards = await firstCards(bed, services, plan.alerts)
  for (const database of DATABASES) tell(`first card, ${database}: ${firstCardRow(database, cards).figures} ms`)
  await pause(3000)
  const bursts = []
  for (const service of services) {
    bursts.push(await burst(bed, service, plan.burst))
    const { database, acceptedS, takenInS } = bursts.at(-1)
    tell(`burst, ${database}: accepted in ${shown(acceptedS)} s, counted in ${shown(takenInS)} s`)
    await service.stop()
  }
  for (const line of services.flatMap((each) => each.log)) tell(`  log: ${line.slice(0, 300)}`)
  return DATABASES.flatMap((database) => [
    firstCardRow(database, cards),
    burstRow(database, bursts, plan.burst),
    ...idleRows(
      database,
      services.filter((each) => each.database === database),
    ),
  ])
}

function idleRows(database, services) {
  const row = (id, values, met = null) => ({
    id: `${id}-${database}`,
    figures: `${shown(median(values))} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`,
    beside: '–',
    met,
    runs: `${services.length} services`,
  })
  const rss = services.map((each) => each.rss)
  return [
    row('memory', rss, database === 'postgres' ? median(rss) < LIMIT_MB : null),
    row(
      'first-start',
      services.map((each) => each.firstStartMs),
    ),
    row(
      'start',
      services.map((each) => each.startMs),
    ),
  ]
}
