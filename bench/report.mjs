import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { MEASURES } from './measures.mjs'

const RESULTS = new URL('./RESULTS.md', import.meta.url)
const BEGIN = '<!-- table -->'
const END = '<!-- end of table -->'

/** One line per measure: title, figures, what stands beside, aim, whether it was met. */
function tableOf(rows) {
  const lines = MEASURES.flatMap(({ id, title, unit, aim }) => {
    const row = rows.find((each) => each.id === id)
    if (!row) return []
    const verdict = row.met === null ? '–' : row.met ? 'met' : '**missed**'
    return [`| \`${id}\` | ${title} | ${row.figures} | ${unit} | ${row.beside} | ${aim ?? '–'} | ${verdict} | ${row.runs} |`]
  })
  return ['| measure | | median | unit | beside it | aim | | runs |', '|---|---|---|---|---|---|---|---|', ...lines].join('\n')
}

const machine = () => {
  const [load = 0] = loadavg()
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores (${model}), ${memory} GB; load at the end ${load.toFixed(1)}.`
}

export function printTable(rows) {
  process.stdout.write(`\n${tableOf(rows)}\n\n${machine()}\n`)
}

/** Puts the new table between its marks; the text around it is kept. */
export async function writeResults(rows) {
  const before = await readFile(RESULTS, 'utf8')
  const [head = '', rest = ''] = before.split(BEGIN)
  const [, tail = ''] = rest.split(END)
  const date = new Date().toISOString().slice(0, 10)
  await writeFile(RESULTS, `${head}${BEGIN}\n${date}. ${machine()}\n\n${tableOf(rows)}\n${END}${tail}`)
}
