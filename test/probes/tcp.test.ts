import { describe, expect, test } from '@jest/globals'
import type { Evidence, SessionFault, Transcript } from '../../src/domain/evidence.ts'
import { judge } from '../../src/probes/index.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'
import { tcp } from '../../src/probes/tcp.ts'
import { answer, endedAt, evidenceWith, inShort, nothingWaits, proofOf, transcriptWith } from './healthy.ts'

const SIX = '2001:db8::10'
const failed = (why: SessionFault, ip = '192.0.2.11'): Transcript => endedAt('connect', why, { ip })
const refused = failed({ is: 'refused', error: 'ECONNREFUSED' })
const silent = failed({ is: 'timed-out' })
const unreachable = failed({ is: 'unreachable', error: 'EHOSTUNREACH' })
const ours = failed({ is: 'no-route-here', error: 'ENETUNREACH' }, SIX)
const fine = transcriptWith()
const sessions = (...transcripts: readonly Transcript[]): Evidence => evidenceWith({ transcripts })
const control = (passed: boolean): Evidence['control'] => ({ target: 'control.example', passed })
const rejected: Evidence['control'] = { target: 'control.example', passed: false, refused: true }

describe('every address fails', () => {
  test.each<[string, Evidence, readonly string[]]>([
    ['refused (row 19)', sessions(refused), ['fault connection-refused/connect']],
    ['dropped (row 20)', sessions(silent), ['fault connection-timed-out/connect']],
    ['unreachable (row 21)', sessions(unreachable), ['fault connection-unreachable/connect']],
    ['refused while nothing waits is an answer all the same', nothingWaits(sessions(refused)), ['fault connection-refused/connect']],
    ['silent while nothing waits (row 61)', nothingWaits(sessions(silent)), ['warning connection-timed-out/connect']],
    ['unreachable while nothing waits', nothingWaits(sessions(unreachable)), ['warning connection-unreachable/connect']],
    [
      'silent, and the control too (row 62)',
      { ...sessions(silent), control: control(false) },
      ['warning connection-timed-out/connect', 'warning outside-port-25-blocked/connect'],
    ],
    [
      'refused, and the control too: a firewall of ours rejects',
      { ...sessions(refused), control: rejected },
      ['warning connection-refused/connect', 'warning outside-port-25-blocked/connect'],
    ],
    [
      'refused, while the control is silent: an answer came from there',
      { ...sessions(refused), control: control(false) },
      ['fault connection-refused/connect'],
    ],
    ['refused, but the control answers', { ...sessions(refused), control: control(true) }, ['fault connection-refused/connect']],
    [
      'refused inside: no firewall stands in between',
      { ...sessions(failed({ is: 'refused', error: 'ECONNREFUSED' }, '10.0.0.5')), control: rejected },
      ['fault connection-refused/connect'],
    ],
    [
      'silent inside, and the control too: our way out of the company is not the way there',
      { ...sessions(failed({ is: 'timed-out' }, '10.0.0.5')), control: control(false) },
      ['fault connection-timed-out/connect'],
    ],
    ['silent, but the control answers', { ...sessions(silent), control: control(true) }, ['fault connection-timed-out/connect']],
    [
      'one refuses, one is silent: both are said',
      sessions(refused, silent),
      ['fault connection-refused/connect', 'fault connection-timed-out/connect'],
    ],
    ['our own side has no route', sessions(ours), []],
  ])('%s', (_says, evidence, expected) => {
    expect(inShort(tcp(evidence))).toEqual(expected)
  })

  test.each([refused, silent, unreachable])('what is seen says from where: $fault.why.is', (transcript) => {
    expect(proofOf(tcp(sessions(transcript)), 'seen-from-here')).toHaveLength(1)
  })

  test('an address our side has no route to is named as not tried, and never as failed', () => {
    const findings = tcp(sessions(refused, ours))
    expect(inShort(findings)).toEqual(['fault connection-refused/connect'])
    expect(proofOf(findings, 'no-route-here')).toEqual([{ ip: SIX }])
  })

  test('no way out for anything: nothing can be said, and the control is named', () => {
    const findings = tcp({ ...sessions(failed({ is: 'no-route-here', error: 'EACCES' })), control: control(false) })
    expect(inShort(findings)).toEqual([])
    expect(findings).toMatchObject([{ finding: 'outside-port-25-blocked', severity: 'info' }])
    expect(proofOf(findings, 'control-failed')).toEqual([{ target: 'control.example' }])
  })

  test('the control is told with its name', () => {
    expect(proofOf(tcp({ ...sessions(silent), control: control(true) }), 'control-passed')).toEqual([{ target: 'control.example' }])
  })
})

describe('some addresses fail', () => {
  const six = failed({ is: 'timed-out' }, SIX)

  test.each<[string, readonly Transcript[], readonly string[]]>([
    ['only IPv6, and all of it (row 58)', [fine, six], ['warning ipv6-broken/connect']],
    [
      'only IPv6, but another IPv6 address works',
      [fine, six, transcriptWith({ ip: '2001:db8::11' })],
      ['warning one-of-many-down/connect'],
    ],
    ['one of three machines (row 59)', [fine, refused, transcriptWith({ ip: '192.0.2.12' })], ['warning one-of-many-down/connect']],
    ['our own side lacks IPv6', [fine, ours], []],
  ])('%s', (_says, transcripts, expected) => {
    expect(inShort(tcp(sessions(...transcripts)))).toEqual(expected)
  })

  test('says how many work, and from where it was seen', () => {
    const findings = tcp(sessions(fine, refused, transcriptWith({ ip: '192.0.2.12' })))
    expect(proofOf(findings, 'works-elsewhere')).toEqual([{ ok: 2, total: 3 }])
    expect(proofOf(findings, 'seen-from-here')).toHaveLength(1)
  })

  test('an address that is reached and then fails is none that works', () => {
    const closed = endedAt('banner', { is: 'closed', error: 'closed' })
    expect(proofOf(tcp(sessions(closed, refused)), 'works-elsewhere')).toEqual([])
  })
})

describe('domains of one connector do not stand in for each other', () => {
  const domain = (name: string, ip: string) =>
    resolutionOf(name, [answer(name, 'MX', `10 mx.${name}`), answer(`mx.${name}`, 'A', ip)], 'domain')
  const at = (name: string, ip: string, transcript: Transcript): Transcript => ({ ...transcript, host: `mx.${name}`, ip })
  const two = [domain('one.example', '192.0.2.21'), domain('two.example', '192.0.2.22')]
  const works = at('one.example', '192.0.2.21', fine)

  test('the one whose only server is down has a fault, though the other works', () => {
    const evidence = evidenceWith({ resolutions: two, transcripts: [works, at('two.example', '192.0.2.22', refused)] })
    expect(inShort(judge(evidence))).toEqual(['fault connection-refused/connect'])
  })

  test('each may have a certificate of its own', () => {
    const other = at('two.example', '192.0.2.22', fine)
    const requirements = { tlsSettings: null, tlsDomain: null }
    const named = (each: Transcript): Transcript => ({
      ...each,
      tls: each.tls && { ...each.tls, certificate: { ...each.tls.certificate, names: [`shared.${each.host}`], sha256: each.ip } },
    })
    const evidence = evidenceWith({ requirements, resolutions: two, transcripts: [named(works), named(other)] })
    expect(inShort(judge(evidence))).toEqual([])
    expect(inShort(judge({ ...evidence, resolutions: [] }))).toEqual(['warning hosts-disagree/certificate'])
  })

  test('servers they share are told once', () => {
    const shared = ['one.example', 'two.example'].map((name) =>
      resolutionOf(name, [answer(name, 'MX', '10 mx.example'), answer('mx.example', 'A', '192.0.2.11')], 'domain'),
    )
    const evidence = evidenceWith({ resolutions: shared, transcripts: [{ ...refused, host: 'mx.example' }] })
    expect(inShort(judge(evidence))).toEqual(['fault connection-refused/connect'])
  })
})
