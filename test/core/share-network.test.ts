import { describe, expect, test } from '@jest/globals'
import { shareNetwork } from '../../src/core/gather/share-network.ts'
import { found, unknown } from '../../src/domain/answer.ts'
import { endedAt } from '../probes/healthy.ts'
import { fakeNetwork } from './fake-network.ts'

const DOCUMENT = 'https://rdap.example/domain/contoso.example'
const TARGET = { host: 'mail.example', ip: '192.0.2.10' }

describe('a network that several share', () => {
  test('asks the same question once, in any case, and another way once more', async () => {
    const network = fakeNetwork({})
    const shared = shareNetwork(network)
    await Promise.all([shared.query({ name: 'a.example', type: 'A' }), shared.query({ name: 'A.example', type: 'A' })])
    await shared.query({ name: 'a.example', type: 'A' }, { unchecked: true })
    expect(network.asked).toHaveLength(2)
  })

  test('fetches a document once; one that could not be fetched is none that others must do without', async () => {
    const documents: Record<string, ReturnType<typeof found<string>> | ReturnType<typeof unknown>> = {
      [DOCUMENT]: unknown('no answer within 40 ms'),
    }
    const network = fakeNetwork({}, {}, documents)
    const shared = shareNetwork(network)
    expect(await Promise.all([shared.get(DOCUMENT), shared.get(DOCUMENT)])).toEqual([documents[DOCUMENT], documents[DOCUMENT]])
    documents[DOCUMENT] = found('{}')
    expect(await shared.get(DOCUMENT)).toEqual(found('{}'))
    await shared.get(DOCUMENT)
    expect(network.got).toHaveLength(2)
  })

  test('talks to an address once, but not for one that has far more time than the first had', async () => {
    const network = fakeNetwork(
      {},
      { [TARGET.ip]: async ({ withinMs }) => (withinMs === 300 ? endedAt('banner', { is: 'timed-out' }) : {}) },
    )
    const shared = shareNetwork(network)
    expect((await shared.converse({ ...TARGET, withinMs: 300 })).fault?.why.is).toBe('timed-out')
    expect((await shared.converse({ ...TARGET, withinMs: 12_000 })).fault).toBeNull()
    expect((await shared.converse({ ...TARGET, withinMs: 9_000 })).fault).toBeNull()
    expect((await shared.converse({ ...TARGET, withinMs: 300 })).fault).toBeNull()
    expect(network.talked).toHaveLength(2)
  })
})
