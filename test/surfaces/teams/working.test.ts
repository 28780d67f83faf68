import { expect, test } from '@jest/globals'
import { createWorking } from '../../../src/surfaces/teams/working.ts'

const where = {
  serviceUrl: 'https://smba.teams.example',
  conversation: 'a:1',
  tenant: 't',
  bot: '28:b',
  isChannel: false,
  answers: 'activity-1',
}

test('an answer that is faster than the card it replaces waits for that card', async () => {
  const working = createWorking()
  const sent = working.expect(where)
  const found = working.find(where)
  sent('message-1')
  expect(await found).toBe('message-1')
})

test('a card that was an answer itself is not replaced', async () => {
  const working = createWorking()
  working.expect(where)(null)
  expect(await working.find(where)).toBeNull()
})

test('an answer to another message finds nothing to replace', async () => {
  const working = createWorking()
  working.expect(where)('message-1')
  expect(await working.find({ ...where, answers: 'activity-2' })).toBeNull()
})
