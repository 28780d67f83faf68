import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { lockFolder } from '../../../src/adapters/postgres/folder-lock.ts'
import { eventually } from '../../contracts/store-worlds.ts'

let path: string
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'mailflow-lock-')), 'data', 'database.lock')
})
afterEach(() => rm(dirname(dirname(path)), { recursive: true, force: true }))

/** Elsewhere the system does not tell when a process started, nor that it is over. */
const onLinux = process.platform === 'linux' ? test : test.skip
const inUse = () => expect(lockFolder(path)).rejects.toMatchObject({ code: 'data-in-use', args: { path: dirname(path) } })
const held = async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
const leave = (holder: object) => writeFile(path, JSON.stringify(holder))

describe('one owner per folder', () => {
  test('a living owner is respected; when it lets go nothing is left', async () => {
    const release = await lockFolder(path)
    await inUse()
    await release()
    expect(await readdir(dirname(path))).toEqual([])
    const again = await lockFolder(path)
    await again()
  })

  test('of many that want it at once one gets it', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(path)))
    const winners = answers.filter((each) => each.status === 'fulfilled')
    expect(winners).toHaveLength(1)
    await winners[0]?.value()
  })

  test('of many that find a dead owner one takes over', async () => {
    const release = await lockFolder(path)
    const dead = { ...(await held()), pid: 2 ** 22 + 1, token: 'dead' }
    await release()
    await leave(dead)
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(path)))
    const winners = answers.filter((each) => each.status === 'fulfilled')
    expect(winners).toHaveLength(1)
    expect(await readdir(dirname(path))).toEqual(['database.lock'])
    await winners[0]?.value()
  })

  test('one takes over also where somebody died while taking over', async () => {
    const release = await lockFolder(path)
    const dead = { ...(await held()), pid: 2 ** 22 + 1, token: 'dead' }
    await release()
    await leave(dead)
    await writeFile(`${path}.after-dead`, JSON.stringify({ ...dead, token: 'died-too' }))
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(path)))
    const winners = answers.filter((each) => each.status === 'fulfilled')
    expect(winners).toHaveLength(1)
    expect(await readdir(dirname(path))).toEqual(['database.lock'])
    await winners[0]?.value()
  })

  test('another process under the id of the dead owner is not taken for it', async () => {
    const release = await lockFolder(path)
    const reused = { ...(await held()), started: '1', token: 'dead' }
    await release()
    await leave(reused)
    const taken = await lockFolder(path)
    await taken()
  })

  test('an owner in another container counts as alive while it touches its lock, and as dead when it stops', async () => {
    const release = await lockFolder(path)
    const elsewhere = { ...(await held()), pid: 1, world: 'another container', token: 'elsewhere' }
    await release()
    await leave(elsewhere)
    const touching = setInterval(() => void leave(elsewhere), 500)
    await inUse()
    clearInterval(touching)
    const taken = await lockFolder(path, { silenceMs: 1_000 })
    await taken()
  }, 20_000)

  test('an owner whose start the system does not tell counts as alive while it touches its lock, and as dead when it stops', async () => {
    const release = await lockFolder(path)
    const untold = { ...(await held()), started: '', token: 'untold' }
    await release()
    await leave(untold)
    const touching = setInterval(() => void leave(untold), 500)
    await inUse()
    clearInterval(touching)
    const taken = await lockFolder(path, { silenceMs: 1_000 })
    await taken()
  }, 20_000)

  onLinux('an owner that ended is dead also while its parent has not asked after it', async () => {
    const child = "exec setsid sh -c 'sleep 0.1 & echo $!; exec sleep 5'"
    const parent = spawn('sh', ['-c', child], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString())
    const started = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ')[21]
    await eventually(async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z '))
    const release = await lockFolder(path)
    const zombie = { ...(await held()), pid, started, token: 'zombie' }
    await release()
    await leave(zombie)
    const taken = await lockFolder(path)
    await taken()
    parent.kill('SIGKILL')
  })

  test.each(['', 'null', '{}', '\0\0\0'])('a lock that a power cut left as %j is taken over after a silence', async (text) => {
    const release = await lockFolder(path)
    await release()
    await writeFile(path, text)
    const taken = await lockFolder(path, { silenceMs: 500 })
    expect(await readdir(dirname(path))).toEqual(['database.lock'])
    await taken()
  })

  test('an owner that lost its lock to another hears of it once, and does not take it away', async () => {
    let lost = 0
    const release = await lockFolder(path, { onLost: () => void lost++ })
    await leave({ ...(await held()), token: 'the next owner' })
    await eventually(async () => lost > 0)
    await release()
    expect(await held()).toMatchObject({ token: 'the next owner' })
    expect(lost).toBe(1)
  })

  test('a lock that somebody deleted is put back while its owner lives', async () => {
    const release = await lockFolder(path)
    await rm(path)
    await eventually(async () => (await readdir(dirname(path))).includes('database.lock'))
    await inUse()
    await release()
    expect(await readdir(dirname(path))).toEqual([])
  })
})
