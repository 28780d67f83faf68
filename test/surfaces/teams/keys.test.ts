import { expect, jest, test } from '@jest/globals'
import { activityOf, startRig } from '../../support/teams-rig.ts'

test('when the keys of Microsoft cannot be read, that is neither a forgery nor an entry', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
  const unused = async () => {
    throw new Error('nobody was let in')
  }
  const rig = await startRig({ answerCommand: unused, answerPress: unused }, [], { keysUnreadable: true })
  try {
    expect((await rig.send(activityOf({ text: 'help' }))).status).toBe(503)
    expect(rig.calls).toEqual([])
  } finally {
    await rig.stop()
  }
})
