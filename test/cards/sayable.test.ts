import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { sayCause } from '../../src/cards/say-cause.ts'
import { voiceOf } from '../../src/cards/voice.ts'
import type { EvidenceLine } from '../../src/domain/finding.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { wordsOf } from '../../src/locales/words.ts'
import { showing } from '../support/samples.ts'

const say = (line: EvidenceLine, language: 'en' | 'fr' = 'fr'): string =>
  voiceOf(showing(language)).evidence(line).replaceAll('\u00A0', ' ')
const ip = '192.0.2.10'

describe('a line of proof reads as words', () => {
  test.each<readonly [EvidenceLine, string]>([
    [
      { code: 'dns-failure', args: { name: 'a.example', type: 'MX', rcode: 'timeout', server: 's' } },
      'pas de réponse exploitable, délai dépassé',
    ],
    [{ code: 'dns-failure', args: { name: 'a.example', type: 'MX', rcode: 'SERVFAIL', server: 's' } }, 'exploitable, SERVFAIL'],
    [{ code: 'dns-lame', args: { server: 'ns1', ip, zone: 'a.example', rcode: 'not-authoritative' } }, ': il n’héberge pas la zone'],
    [
      { code: 'certificate-revoked', args: { subject: 'CN=a', at: '2026-03-01T08:00:00.000Z', by: 'OCSP (staple)' } },
      'selon la réponse OCSP jointe par le serveur',
    ],
    [{ code: 'revocation-good', args: { by: 'CRL' } }, 'selon la liste de son autorité (CRL)'],
    [{ code: 'mta-sts-certificate', args: { ip, exchange: 'mx', reason: 'chain, name' } }, '(chaîne non reconnue, autre nom)'],
    [
      { code: 'domain-status', args: { domain: 'a.example', status: 'redemptionPeriod' } },
      '« expiré, encore rachetable (redemptionPeriod) »',
    ],
    [{ code: 'domain-status', args: { domain: 'a.example', status: 'locked' } }, '« locked »'],
    [{ code: 'unreadable', args: { what: 'queue', why: 'HTTP 503' } }, 'Lecture impossible (messages en attente) : HTTP 503'],
    [{ code: 'revocation-unknown', args: { why: 'the root is not trusted' } }, 'Révocation non vérifiée : la racine n’est pas reconnue'],
    [
      { code: 'revocation-unknown', args: { why: 'ocsp ca.example: the host does not exist; crl ca.example: HTTP 404' } },
      'ocsp ca.example : l’hôte n’existe pas · crl ca.example: HTTP 404',
    ],
    [{ code: 'no-answer', args: { ip, stage: 'banner', ms: 3000.2 } }, 'pendant 3\u202F000 ms (Bannière)'],
    [{ code: 'connect-refused', args: { ip: '2001:db8::1', port: 25, ms: 7.6 } }, '[2001:db8::1]:25 a refusé la connexion au bout de 8 ms'],
    [{ code: 'masked', args: { ip: '2001:db8::1', reply: '220 ***' } }, '2001:db8::1 envoie un texte masqué'],
  ])('%j', (line, text) => expect(say(line)).toContain(text))

  test('what comes from outside is never taken for a word of ours', () => {
    expect(say({ code: 'reply', args: { ip, stage: 'banner', reply: 'timeout' } })).toContain(': timeout')
    expect(say({ code: 'dns-answer', args: { name: 'chain', type: 'TXT', values: 'none', server: 'queue' } })).toBe(
      'chain TXT : none (selon queue)',
    )
    expect(say({ code: 'domain-status', args: { domain: 'a', status: '__proto__' } })).toContain('« __proto__ »')
    expect(say({ code: 'tls-alert', args: { ip, error: 'constructor' } })).toContain(': constructor')
  })
})

test.each(LANGUAGES)('every reason that the look for revocation gives has words (%s)', (language) => {
  const folder = fileURLToPath(new URL('../../src/adapters/network/', import.meta.url))
  const sources = readdirSync(folder)
    .filter((file) => file.startsWith('revocation'))
    .map((file) => readFileSync(`${folder}${file}`, 'utf8'))
  const reasons = sources.flatMap((source) =>
    [...source.matchAll(/(?:why: |notChecked\(|return |: )'((?:an? |the |no |self-)[a-z][^']*)'/g)].map((match) => match[1] ?? ''),
  )
  expect(reasons.length).toBeGreaterThan(12)
  const english = reasons.filter((why) => say({ code: 'revocation-unknown', args: { why } }, language).includes(why))
  expect(language === 'fr' ? english : []).toEqual([])
})

describe('a cause in Node’s words', () => {
  test.each([
    [
      "Hostname/IP does not match certificate's altnames: Host: mta-sts.x.example. is not in the cert's altnames: DNS:www.x.example",
      'le certificat du serveur web est établi pour DNS:www.x.example',
    ],
    [
      "Hostname/IP does not match certificate's altnames: Cert does not contain a DNS name",
      'le certificat du serveur web est établi pour un autre nom',
    ],
    ['certificate has expired', 'le certificat a expiré'],
    ['192.0.2.1: ECONNREFUSED', '192.0.2.1 a refusé la connexion'],
  ])('%s is told in French', (text, said) => {
    expect(sayCause(text, wordsOf('fr'))).toBe(said)
  })
})
