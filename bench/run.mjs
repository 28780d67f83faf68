import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DIST } from './children.mjs'
import { MEASURES } from './measures.mjs'

const FULL = {
  isShort: false,
  diagnosis: { runs: 9, many: 500 },
  explain: { runs: 9, ms: 1000 },
  services: 5,
  idleMs: 30_000,
  alerts: { rounds: 9, gapMs: 450 },
  burst: 1000,
  slash: { runs: 5, seconds: 4, commands: 40 },
}
const QUICK = {
  isShort: true,
  diagnosis: { runs: 2, many: 50 },
  explain: { runs: 2, ms: 300 },
  services: 1,
  idleMs: 2000,
  alerts: { rounds: 4, gapMs: 1500 },
  burst: 100,
  slash: { runs: 1, seconds: 1, commands: 10 },
}

const { values } = parseArgs({ options: { list: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } } })
if (values.list) {
  for (const { id, title, aim } of MEASURES) process.stdout.write(`${id}  ${title}${aim ? ` (aim: ${aim})` : ''}\n`)
} else if (!existsSync(fileURLToPath(`${DIST}main.js`))) {
  process.stderr.write('There is no build to measure: run `npm run build` first.\n')
  process.exitCode = 1
} else {
  const { measure } = await import('./measure.mjs')
  process.exitCode = await measure(values.quick ? QUICK : FULL, { only: values.only ?? '', keep: !values.quick && !values.only })
}
