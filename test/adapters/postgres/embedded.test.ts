import { describe, expect, test } from '@jest/globals'
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
})
