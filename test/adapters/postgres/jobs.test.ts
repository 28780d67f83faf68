import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { createJobs } from '../../../src/adapters/postgres/index.ts'
import { handlersWith } from '../../contracts/store-worlds.ts'
import { openCopy } from '../../support/embedded.ts'

test('an engine that is stopped while it starts works on nothing', async () => {
  const database = await openCopy()
  const ran: unknown[] = []
  const jobs = createJobs({ database, tuning: { pollMs: 50 } })
  await Promise.all([jobs.work(handlersWith({ publish: async (data) => void ran.push(data) })), jobs.stop()])
  const writer = createJobs({ database })
  await writer.enqueue({ name: 'publish', data: { subject: { is: 'incident', id: 'i' } } })
  await pause(300)
  expect(ran).toEqual([])
  await writer.stop()
  await database.close()
})
