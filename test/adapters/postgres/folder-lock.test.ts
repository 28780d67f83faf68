import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { lockFolder } from '../../../src/adapters/postgres/folder-lock.ts'

let path: string
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'mailflow-lock-')), 'data', 'database.lock')
})
afterEach(() => rm(dirname(dirname(path)), { recursive: true, force: true }))

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
    const taken = await lockFolder(path)
    await taken()
  }, 20_000)

  test('an owner that lost its lock to another does not take it away', async () => {
    const release = await lockFolder(path)
    await leave({ ...(await held()), token: 'the next owner' })
    await release()
    expect(await held()).toMatchObject({ token: 'the next owner' })
  })
})
