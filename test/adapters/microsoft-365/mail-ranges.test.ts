import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createMailRanges, type MailRangesSettings } from '../../../src/adapters/microsoft-365/mail-ranges.ts'
import { rangesIn, versionIn } from '../../../src/adapters/microsoft-365/read-endpoints.ts'
import { type Answer, absent, found, unknown } from '../../../src/domain/answer.ts'

const SETS = [
  { id: 1, serviceArea: 'Exchange', ips: ['13.107.6.152/31'], tcpPorts: '80,443', category: 'Optimize' },
  { id: 9, serviceArea: 'Exchange', ips: ['40.92.0.0/15'], tcpPorts: '443' },
  {
    id: 10,
    serviceArea: 'Exchange',
    urls: ['*.mail.protection.outlook.com'],
    ips: ['40.92.0.0/15', '52.100.0.0/14', '2a01:111:f400::/48', 'not a range', '52.100.0.0/14'],
    tcpPorts: '25',
    required: true,
  },
  { id: 31, serviceArea: 'Common', ips: ['20.20.32.0/19'], tcpPorts: '25' },
  { id: 47, serviceArea: 'Exchange', urls: ['*.office.net'], tcpPorts: '25, 443' },
]
const RANGES = { ipv4: ['40.92.0.0/15', '52.100.0.0/14'], ipv6: ['2a01:111:f400::/48'] }

let asked: string[] = []
let at = ''
let version: Answer<string>
let sets: Answer<string>
let folder = ''

const ranges = (changes: Partial<MailRangesSettings> = {}) =>
  createMailRanges({
    instance: 'Worldwide',
    folder,
    now: () => at,
    get: async (url) => {
      asked.push(url)
      return url.includes('/version/') ? version : sets
    },
    ...changes,
  })
const later = (minutes: number): void => {
  at = new Date(Date.parse(at) + minutes * 60_000).toISOString()
}
const paths = (): readonly string[] => asked.map((url) => new URL(url).pathname)

beforeEach(async () => {
  asked = []
  at = '2026-11-22T10:00:00.000Z'
  version = found(JSON.stringify({ instance: 'Worldwide', latest: '2026103000' }))
  sets = found(JSON.stringify(SETS))
  folder = await mkdtemp(join(tmpdir(), 'mailflow-ranges-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the ranges of Exchange Online', () => {
  test('are those of its sets that list port 25, stamped with version and time', async () => {
    expect(await ranges().current()).toEqual(
      found({ instance: 'Worldwide', version: '2026103000', source: 'live', asOf: '2026-11-22T10:00:00.000Z', ...RANGES }),
    )
    expect(paths()).toEqual(['/version/worldwide', '/endpoints/worldwide'])
    const sent = new URL(asked[1] ?? '')
    expect(sent.origin).toBe('https://endpoints.office.com')
    expect(sent.searchParams.get('ServiceAreas')).toBe('Exchange')
  })

  test('are not asked for again within the hour, and then only by version', async () => {
    const one = ranges()
    await one.current()
    later(59)
    await one.current()
    expect(asked).toHaveLength(2)
    later(2)
    expect(await one.current()).toMatchObject({ value: { asOf: '2026-11-22T11:01:00.000Z' } })
    expect(paths().slice(2)).toEqual(['/version/worldwide'])
  })

  test('are fetched anew when the version has changed', async () => {
    const one = ranges()
    await one.current()
    later(61)
    version = found(
      JSON.stringify([
        { instance: 'China', latest: '2020010100' },
        { instance: 'Worldwide', latest: '2026113000' },
      ]),
    )
    sets = found(JSON.stringify([{ ...SETS[2], ips: ['40.92.0.0/15', '198.51.100.0/24'] }]))
    expect(await one.current()).toMatchObject({ value: { version: '2026113000', ipv4: ['40.92.0.0/15', '198.51.100.0/24'], ipv6: [] } })
  })

  test('survive a restart, with the same request id', async () => {
    await ranges().current()
    const id = new URL(asked[0] ?? '').searchParams.get('clientrequestid')
    expect(await ranges().current()).toMatchObject({ value: RANGES })
    expect(asked).toHaveLength(2)
    later(61)
    await ranges().current()
    expect(new URL(asked[2] ?? '').searchParams.get('clientrequestid')).toBe(id)
    expect(JSON.parse(await readFile(join(folder, 'mail-ranges.json'), 'utf8'))).toMatchObject({ version: '2026103000' })
  })

  test('are asked for again when the clock was far ahead as they were kept', async () => {
    at = '2031-01-01T00:00:00.000Z'
    await ranges().current()
    at = '2026-11-22T10:00:00.000Z'
    expect(await ranges().current()).toMatchObject({ value: { asOf: '2026-11-22T10:00:00.000Z' } })
    expect(asked).toHaveLength(3)
  })

  test('of an earlier answer outlive a service that cannot be reached', async () => {
    const one = ranges()
    await one.current()
    later(120)
    version = unknown('no answer within 15000 ms')
    expect(await one.current()).toMatchObject({ value: { source: 'live', asOf: '2026-11-22T10:00:00.000Z', ...RANGES } })
  })

  test('of the shipped copy stand in where nothing was ever fetched, and say how old they are', async () => {
    version = unknown('EAI_AGAIN')
    expect(await ranges().current()).toMatchObject({
      is: 'found',
      value: { source: 'shipped', version: '2022072800', asOf: '2022-07-28T00:00:00.000Z' },
    })
  })

  test('of another cloud are never those of the worldwide copy', async () => {
    version = unknown('EAI_AGAIN')
    expect(await ranges({ instance: 'China' }).current()).toMatchObject({ is: 'unknown' })
    expect(paths()).toEqual(['/version/china'])
  })

  test.each<[string, Answer<string>]>([
    ['a refusal (429)', unknown('HTTP 429')],
    ['sets without port 25', found(JSON.stringify(SETS.slice(0, 2)))],
    ['something else than JSON', found('<html>')],
    ['nothing', absent],
  ])('after %s nothing is asked for an hour', async (_says, answer) => {
    sets = answer
    const one = ranges()
    expect(await one.current()).toMatchObject({ value: { source: 'shipped' } })
    later(58)
    await one.current()
    expect(asked).toHaveLength(2)
    later(3)
    sets = found(JSON.stringify(SETS))
    expect(await one.current()).toMatchObject({ value: { source: 'live', ...RANGES } })
  })

  test('are asked for once by many at the same time', async () => {
    const one = ranges()
    await Promise.all([one.current(), one.current(), one.current()])
    expect(asked).toHaveLength(2)
  })

  test('are given even where nothing can be kept', async () => {
    expect(await ranges({ folder: '/dev/null/nowhere' }).current()).toMatchObject({ value: RANGES })
  })
})

describe('what the web service says', () => {
  test.each([
    ['one instance', '{"instance":"Worldwide","latest":"2018063000"}', '2018063000'],
    ['many', '[{"instance":"Germany","latest":"2018063000"},{"instance":"worldwide","latest":"2018073000"}]', '2018073000'],
    ['another', '{"instance":"China","latest":"2018063000"}', null],
    ['a version that is none', '{"instance":"Worldwide","latest":"soon"}', null],
    ['no JSON', 'oops', null],
  ])('version: %s', (_says, text, expected) => expect(versionIn(text, 'Worldwide')).toBe(expected))

  test('sets without addresses or of odd shape give nothing', () => {
    expect(rangesIn('[]')).toBeNull()
    expect(rangesIn('{"error":"x"}')).toBeNull()
    expect(rangesIn(JSON.stringify([{ serviceArea: 'Exchange', tcpPorts: '25', ips: ['300.1.1.1/8', '10.0.0.0/40'] }]))).toBeNull()
  })
})
