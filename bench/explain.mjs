import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startChild } from './children.mjs'
import { median, shown } from './figures.mjs'

const PROGRAM = fileURLToPath(new URL('../bin/mailflow.js', import.meta.url))
const ERROR = '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example]'
const MAIL_SHARE = 0.5
const LEDS_A_SECOND = 100_000
const COLD_MS = 400

/** Reading errors: mails beside the parser alone, LED strings, and `mailflow explain` from the shell to its answer. */
export async function explain({ runs, ms }, tell) {
  const reader = await startChild('reader.mjs')
  try {
    const facts = await reader.ask('facts')
    for (const what of ['alone', 'read', 'led']) await reader.ask(what, { ms })
    const taken = { alone: [], read: [], led: [] }
    for (let run = 0; run < runs; run += 1) for (const what of ['alone', 'read', 'led']) taken[what].push(await reader.ask(what, { ms }))
    tell(`${facts.mails} mails of ${shown(facts.bytes)} bytes, ${facts.leds} LED strings`)
    return [mailRow(taken, runs), ledRow(taken.led, runs), coldRow(runs)]
  } finally {
    await reader.stop()
  }
}

const spread = (values) => `${shown(median(values))} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`

function mailRow({ alone, read }, runs) {
  const ratio = median(read) / median(alone)
  return {
    id: 'explain-mail',
    figures: spread(read),
    beside: `postal-mime alone ${spread(alone)}; ratio ${ratio.toFixed(2)}`,
    met: ratio >= MAIL_SHARE,
    runs: `${runs} of each, taking turns`,
  }
}

const ledRow = (led, runs) => ({ id: 'explain-led', figures: spread(led), beside: '–', met: median(led) >= LEDS_A_SECOND, runs: `${runs}` })

/** Whole processes, from their start to their end. */
function coldRow(runs) {
  const cold = []
  const bare = []
  for (let run = 0; run < runs; run += 1) {
    cold.push(timed([PROGRAM, 'explain', ERROR], /\S/))
    bare.push(timed(['-e', '0'], /^$/))
  }
  return {
    id: 'explain-cold',
    figures: spread(cold),
    beside: `node that does nothing ${spread(bare)}`,
    met: median(cold) < COLD_MS,
    runs: `${runs} of each, taking turns`,
  }
}

function timed(args, prints) {
  const began = performance.now()
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const ms = performance.now() - began
  if (status !== 0 || !prints.test(stdout)) throw new Error(`node ${args.join(' ')} failed`)
  return ms
}
