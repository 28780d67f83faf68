import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'mailflow-installed-'))
  for (const folder of ['bin', 'dist', 'src']) await mkdir(join(place, folder))
  await cp(join(ROOT, 'bin', 'mailflow.js'), join(place, 'bin', 'mailflow.js'))
  await writeFile(join(place, 'package.json'), '{ "type": "module" }')
})
afterEach(() => rm(place, { recursive: true }))

const start = () => run(process.execPath, [join(place, 'bin', 'mailflow.js'), 'start'])
/** A build older than everything else: npm gives the files it unpacks the time of the unpacking, one after the other. */
const build = async () => {
  const built = join(place, 'dist', 'main.js')
  await writeFile(built, 'export const main = async ([verb]) => { process.stdout.write("ran " + verb); return 0 }')
  await utimes(built, 0, 0)
}

describe('the command, away from the sources', () => {
  test('starts what an installed package holds, whatever the times of its files', async () => {
    await build()
    await writeFile(join(place, 'src', 'first_tables.sql'), '')
    expect((await start()).stdout).toBe('ran start')
  })

  test('starts the build of a checkout that has no compiler', async () => {
    await build()
    await writeFile(join(place, 'src', 'main.ts'), '')
    expect((await start()).stdout).toBe('ran start')
  })

  test('says what to do where there is neither build nor compiler', async () => {
    await writeFile(join(place, 'src', 'main.ts'), '')
    await expect(start()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('npm ci') })
  })
})

test('a package holds what its messages and documents point to', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT })
  const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }]
  const paths = packed.files.map((each) => each.path)
  const links = [...(await readFile(join(ROOT, 'README.md'), 'utf8')).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '')
  const wanted = ['bin/mailflow.js', '.env.example', 'CHANGELOG.md', 'manifests/teams/pack.mjs', ...links]
  expect(wanted.filter((each) => !paths.some((path) => path === each || path.startsWith(each)))).toEqual([])
  expect(paths.filter((path) => path.endsWith('.sql')).length).toBeGreaterThan(0)
})
