import { describe, expect, test } from '@jest/globals'
import { found, unknown } from '../../../src/domain/answer.ts'
import { rangesOf } from '../../support/samples.ts'
import { consoleRig } from './console-rig.ts'

describe('mailflow ranges', () => {
  test('prints one range a line, and where they come from beside it', async () => {
    const { out, err, exit } = await consoleRig().run('ranges')
    expect([out, exit]).toEqual(['40.92.0.0/15\n52.100.0.0/14\n2a01:111:f400::/48\n', 0])
    expect(err).toBe('Microsoft 365 web service, Worldwide, version 2026103000, confirmed 2026-11-20.\n')
  })

  test('an old copy says so, in the language asked for', async () => {
    const { out, err } = await consoleRig({ ranges: found(rangesOf('shipped')) }).run('ranges', '--lang', 'fr')
    expect(out.split('\n')).toHaveLength(4)
    expect(err).toMatch(/Copie ancienne.*2026103000.*2026-11-20/)
  })

  test('as JSON', async () => {
    expect(JSON.parse((await consoleRig().run('ranges', '--format', 'json')).out)).toEqual(rangesOf('live'))
  })

  test('as CSV with a header', async () => {
    const { out } = await consoleRig().run('ranges', '--format=csv')
    expect(out.split('\n').slice(0, 2)).toEqual(['range,family,version,asOf', '40.92.0.0/15,ipv4,2026103000,2026-11-20T08:00:00.000Z'])
    expect(out).toContain('2a01:111:f400::/48,ipv6,')
  })

  test('none to be had is a failure with a next step, and an odd format a usage error', async () => {
    const failed = await consoleRig({ ranges: unknown('HTTP 503') }).run('ranges')
    expect(failed).toMatchObject({ out: '', exit: 6 })
    expect(failed.err).toContain('HTTP 503')
    expect((await consoleRig().run('ranges', '--format', 'xml')).exit).toBe(2)
  })
})
