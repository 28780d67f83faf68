import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FindingCode } from '../../src/domain/finding.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { codesOf, codesOfPattern, EXPLAINED } from '../../src/knowledge/codes-of.ts'
import { titleOf } from '../../src/knowledge/explain.ts'
import { findCodes } from '../../src/knowledge/find-codes.ts'
import { synonyms } from '../../src/knowledge/synonyms.ts'

const listOf = (query: string): readonly FindingCode[] => {
  const found = findCodes(query)
  return found.is === 'one' ? [found.finding] : found.is === 'several' ? found.findings : []
}

describe('a code', () => {
  test.each<[string, FindingCode]>([
    ['4.4.316', 'connection-refused'],
    ['5.4.316', 'connection-refused'],
    ['x.4.316', 'connection-refused'],
    ['450 4.4.316', 'connection-refused'],
    ['what is 4.4.316?', 'connection-refused'],
    ['4.7.650', 'source-throttled'],
    ['4.7.500-699', 'source-throttled'],
    ['4.7.500–699', 'source-throttled'],
    ['5.7.708', 'tenant-blocked'],
    ['10061', 'connection-refused'],
  ])('%s leads to its page', (query, finding) => expect(findCodes(query)).toEqual({ is: 'one', finding }))

  test('a catch-all is told first by itself, then what the words beside it make of it', () => {
    const [first, ...others] = listOf('4.4.317')
    expect(first).toBe('session-refused')
    expect(others).toEqual(expect.arrayContaining(['certificate-expired', 'starttls-missing', 'service-unavailable']))
    expect(listOf('5.4.317')).toEqual(listOf('4.4.317'))
  })

  test('of a certificate leads to each of its causes', () => {
    const causes = ['certificate-expired', 'certificate-name-mismatch', 'certificate-untrusted', 'certificate-revoked']
    expect(listOf('4.7.320')).toEqual(['certificate-rejected', ...causes])
    expect(listOf('5.7.320')).toEqual(listOf('4.7.320'))
  })

  test('its beginning lists what is under it', () => {
    expect(listOf('4.4')).toEqual(expect.arrayContaining(['connection-refused', 'connection-timed-out', 'dns-query-failed']))
    expect(listOf('5.1')).not.toContain('connection-refused')
  })

  test('that nobody knows is said, with the nearest ones', () => {
    expect(findCodes('4.4.319')).toEqual({ is: 'none', near: expect.arrayContaining(['connection-dropped', 'session-refused']) })
    expect(findCodes('4.4.371')).toEqual({ is: 'none', near: expect.arrayContaining(['session-refused']) })
    for (const far of ['5.9.9', '4.4.599', '5.4.999']) expect(findCodes(far)).toEqual({ is: 'none', near: [] })
  })

  test('of class 5 is not taken for a temporary error that only its words tell', () => {
    expect(listOf('5.4.4')).not.toContain('attribution-pending')
  })

  test('every code that leads to a finding by itself finds it', () => {
    for (const finding of EXPLAINED)
      for (const code of codesOf(finding)) expect([code, listOf(code)]).toEqual([code, expect.arrayContaining([finding])])
  })
})

describe('words', () => {
  test.each<[string, FindingCode]>([
    ['certificate expired', 'certificate-expired'],
    ['expired certificate', 'certificate-expired'],
    ['certificat expiré', 'certificate-expired'],
    ['CERTIFICATS EXPIRÉS', 'certificate-expired'],
    ['certificat expire', 'certificate-expired'],
    ['connexion refusée', 'connection-refused'],
    ['délai de connexion dépassé', 'connection-timed-out'],
    ['mail loop', 'mail-loop'],
    ['boucle', 'mail-loop'],
    ['greylisting', 'greylisted'],
    ['liste grise', 'greylisted'],
    ['user unknown', 'recipient-unknown'],
    ['ssl certificate expired', 'certificate-expired'],
    ['certificate name does not match', 'certificate-name-mismatch'],
    ['certificat autosigné', 'certificate-untrusted'],
    ['socket error 10060', 'connection-timed-out'],
    ['server busy', 'service-unavailable'],
    ['tls trop ancien', 'tls-version-too-old'],
    ['TLS obligatoire', 'starttls-missing'],
    ['message too big', 'message-too-large'],
    ['pièce jointe trop volumineuse', 'message-too-large'],
    ['relayage refusé', 'relay-denied'],
    ['connexion coupée', 'connection-dropped'],
    ['serveur injoignable', 'connection-unreachable'],
    ['port 25 fermé', 'connection-refused'],
    ['mail bounces after 24 hours', 'message-expired'],
    ['boite aux lettres pleine', 'mailbox-full'],
    ['panne microsoft', 'service-incident'],
  ])('%s finds its page', (query, finding) => expect(findCodes(query)).toEqual({ is: 'one', finding }))

  test('of many pages list them', () => {
    for (const query of ['certificate', 'certificat', 'Certificats'])
      expect(listOf(query)).toEqual(expect.arrayContaining(['certificate-expired', 'certificate-untrusted', 'certificate-revoked']))
    expect(listOf('firewall').length).toBeGreaterThan(3)
    expect(listOf('pare-feu')).toEqual(listOf('firewall'))
    expect(listOf('parefeu')).toEqual(listOf('firewall'))
    expect(listOf('port 25 blocked')).toEqual(['connection-timed-out', 'connection-refused'])
  })

  test('that are misspelt find what comes close', () => {
    expect(findCodes('conexion refusee')).toEqual({ is: 'none', near: ['connection-refused'] })
    expect(findCodes('certificat expriré')).toEqual({ is: 'none', near: ['certificate-expired'] })
    expect(findCodes('certifcate')).toMatchObject({ is: 'none', near: { length: 3 } })
  })

  test('of which most name one are answered with it', () => {
    expect(findCodes('my partner’s certificate is out of date')).toEqual({ is: 'none', near: ['certificate-expired'] })
  })

  test.each(['', '   ', 'the', 'zebra', '🦓', '???'])('%j finds nothing, and nothing close', (query) => {
    expect(findCodes(query)).toEqual({ is: 'none', near: [] })
  })

  test.each(LANGUAGES)('every title in %s finds its finding', (language) => {
    for (const finding of EXPLAINED)
      expect([finding, listOf(titleOf(finding, language))]).toEqual([finding, expect.arrayContaining([finding])])
  })

  test('everything a finding is also called finds it', () => {
    for (const [finding, called] of Object.entries(synonyms))
      for (const name of called.split(', ')) expect([name, listOf(name)]).toEqual([name, expect.arrayContaining([finding])])
  })
})

test('whatever is asked gets an answer with findings of the catalogue, each once', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 100 })), (query) => {
      const found = findCodes(query)
      const findings = found.is === 'one' ? [found.finding] : found.is === 'several' ? found.findings : found.near
      expect(new Set(findings).size).toBe(findings.length)
      expect(findings.every((each) => (EXPLAINED as readonly FindingCode[]).includes(each))).toBe(true)
      expect(found.is !== 'several' || found.findings.length > 1).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a pattern is written as people write codes', () => {
  expect(codesOfPattern('x.4.316')).toEqual(['4.4.316', '5.4.316'])
  expect(codesOfPattern('4.7.500-699')).toEqual(['4.7.500–699'])
})
