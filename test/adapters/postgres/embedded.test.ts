import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openDatabase } from '../../../src/adapters/postgres/index.ts'
import { eventually } from '../../contracts/store-worlds.ts'
import { openCopy } from '../../support/embedded.ts'

describe('the embedded database', () => {
  test('leaves the event loop its turns while many queries follow each other', async () => {
    const database = await openCopy()
    let turns = 0
    let counting = true
    const count = (): void => {
      turns += 1
      if (counting) setImmediate(count)
    }
    setImmediate(count)
    const rows = await Promise.all(
      Array.from({ length: 20 }, () => database.executeSql('select count(*) from generate_series(1, 200000)', [])),
    )
    counting = false
    expect(rows).toHaveLength(20)
    expect(turns).toBeGreaterThan(10)
    await database.close()
  })

  test('writes nothing more once another process took its folder over, and leaves that one its lock', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailflow-lost-'))
    const made = await openCopy(join(folder, 'database'))
    await made.close()
    const database = await openDatabase({ folder })
    const lock = join(folder, 'database.lock')
    const next = JSON.stringify({ ...JSON.parse(await readFile(lock, 'utf8')), token: 'the next owner' })
    await writeFile(lock, next)
    await eventually(async () => !(await database.healthy()))
    await expect(database.executeSql('create table more (id int)', [])).rejects.toMatchObject({
      code: 'data-in-use',
      args: { path: folder },
    })
    await database.close()
    expect(await readFile(lock, 'utf8')).toBe(next)
    await rm(folder, { recursive: true })
  })
})
