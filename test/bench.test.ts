import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'

const run = promisify(execFile)
const PROGRAM = fileURLToPath(new URL('../bench/run.mjs', import.meta.url))
const RESULTS = new URL('../bench/RESULTS.md', import.meta.url)

const listed = async (): Promise<string[]> => {
  const { stdout } = await run(process.execPath, [PROGRAM, '--list'])
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
}

describe('the bench', () => {
  test('names what it measures', async () => {
    const names = await listed()
    for (const name of [
      'diagnosis-one',
      'diagnosis-50',
      'diagnosis-500',
      'diagnosis-dead-host',
      'explain-mail',
      'explain-led',
      'explain-cold',
      'first-card-postgres',
      'first-card-pglite',
      'slash-50',
      'memory-postgres',
      'memory-pglite',
    ])
      expect(names).toContain(name)
  })

  test('every measure has its figures in the results', async () => {
    const results = await readFile(RESULTS, 'utf8')
    for (const name of await listed()) expect(results).toMatch(new RegExp(`^\\| \`${name}\` \\|[^|]+\\|[^|]*\\d[^|]*\\|`, 'm'))
  })

  test('the results say when and on what they were measured', async () => {
    expect(await readFile(RESULTS, 'utf8')).toMatch(/^\d{4}-\d\d-\d\d\. Node v\d+.*\d+ cores .*\d+ GB/m)
  })

  test('without a build it says what to do', async () => {
    const env = { ...process.env, BENCH_DIST: './nowhere/' }
    await expect(run(process.execPath, [PROGRAM], { env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run build'),
    })
  })
})
