import { describe, expect, test } from '@jest/globals'
import { createLane } from '../../../src/surfaces/slack/lane.ts'

const lane = (faults: unknown[] = []) =>
  createLane({ width: 3, tick: () => performance.now(), onFault: (thrown) => void faults.push(thrown) })
const breath = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

describe('work behind acknowledgements', () => {
  test('starts after what was being written, and no more than the width runs at a time', async () => {
    const here = lane()
    let running = 0
    let most = 0
    let done = 0
    for (let at = 0; at < 12; at += 1) {
      here.run(async () => {
        running += 1
        most = Math.max(most, running)
        await breath(2)
        running -= 1
        done += 1
      })
    }
    expect(running).toBe(0)
    await here.idle()
    expect([most, done]).toEqual([3, 12])
  })

  test('work that throws is told and does not stop the rest', async () => {
    const faults: unknown[] = []
    const here = lane(faults)
    let done = false
    here.run(() => Promise.reject(new Error('broken')))
    here.run(async () => {
      done = true
    })
    await here.idle()
    expect(faults).toEqual([new Error('broken')])
    expect(done).toBe(true)
  })

  test('in a flood the work waits, one at a time; all of it is done in order when the flood is over', async () => {
    const here = lane()
    const done: number[] = []
    for (let at = 0; at < 500; at += 1) here.run(async () => void done.push(at))
    await breath(20)
    expect(done.length).toBeLessThan(10)
    await here.idle()
    expect(done).toEqual(Array.from({ length: 500 }, (_, at) => at))
  })
})
