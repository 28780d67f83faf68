import { describe, expect, test } from '@jest/globals'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { entries as en } from '../../src/knowledge/entries/en/index.ts'
import { entries as fr } from '../../src/knowledge/entries/fr/index.ts'
import { explain, titleOf } from '../../src/knowledge/explain.ts'
import { sources } from '../../src/knowledge/sources.ts'

const sentences = (text: string) => text.split(/[.!?](?:\s|$)/).filter((each) => each.trim() !== '').length

describe('an entry', () => {
  test.each(FINDING_CODES.flatMap((finding) => LANGUAGES.map((language) => [finding, language] as const)))(
    '%s in %s is whole',
    (finding, language) => {
      const entry = explain(finding, language)
      expect(entry.title.length).toBeLessThanOrEqual(95)
      expect(entry.title).not.toMatch(/[.\n]$/)
      expect(sentences(entry.means)).toBeLessThanOrEqual(2)
      expect(entry.causes.length).toBeGreaterThan(0)
      for (const cause of entry.causes) expect(cause).not.toMatch(/\.$/)
      expect(entry.steps.length).toBeGreaterThan(0)
      for (const step of entry.steps) expect(step.do).toMatch(/\.$/)
      expect(entry.sources.length).toBeGreaterThan(0)
      expect(titleOf(finding, language)).toBe(entry.title)
    },
  )

  test.each(FINDING_CODES)('%s says the same in both languages: as many causes, and the same people in the same order', (finding) => {
    const [english, french] = [explain(finding, 'en'), explain(finding, 'fr')]
    expect(french.causes).toHaveLength(english.causes.length)
    expect(french.steps.map((step) => step.who)).toEqual(english.steps.map((step) => step.who))
    expect(explain(finding, 'fr', 'Partner').steps.map((step) => step.who)).toEqual(
      explain(finding, 'en', 'Partner').steps.map((step) => step.who),
    )
    expect(french.title).not.toBe(english.title)
  })

  test('no two findings share a title', () => {
    for (const entries of [en, fr]) {
      const titles = Object.values(entries).map((entry) => entry.title)
      expect(new Set(titles).size).toBe(titles.length)
    }
  })

  test('codes, versions and property names are the same in both languages', () => {
    const tokens = (text: string) =>
      (
        text.match(
          /\b(?:[45]\.\d\.\d{2,3}|TLS 1\.\d|port(?: TCP)? \d+|DomainValidation|CertificateValidation|SubjectMismatch|UntrustedRoot|CertificateExpired|TlsCertificateName)\b/g,
        ) ?? []
      ).filter((token) => !token.startsWith('port'))
    for (const finding of FINDING_CODES) {
      const words = (entry: (typeof en)[typeof finding]) => [entry.means, ...entry.causes, ...entry.steps.map((step) => step.do)].join(' ')
      expect([finding, [...new Set(tokens(words(fr[finding])))].sort()]).toEqual([finding, [...new Set(tokens(words(en[finding])))].sort()])
    }
  })
})

describe('who acts', () => {
  test('behind a partner connector the partner does, and nobody is sent to change the own server', () => {
    for (const finding of [
      'connection-refused',
      'connection-timed-out',
      'certificate-expired',
      'starttls-missing',
      'service-unavailable',
    ] as const) {
      expect(explain(finding, 'en', 'Partner').steps.map((step) => step.who)).toEqual(['you', 'partner'])
      expect(explain(finding, 'en', 'OnPremises').steps).toEqual(explain(finding, 'en').steps)
      expect(explain(finding, 'en').steps.map((step) => step.who)).not.toContain('partner')
    }
  })

  test('a refused connection after a migration leads to retiring the route, with the quota as the reason', () => {
    const english = JSON.stringify(explain('connection-refused', 'en'))
    expect(english).toContain('by design')
    expect(english).toContain('retire the on-premises route')
    expect(english).toContain('quota of invalid recipients')
    expect(JSON.stringify(explain('connection-refused', 'fr'))).toContain('quota de destinataires non valides')
  })

  test('the facts people get wrong are said', () => {
    expect(explain('message-expired', 'en').means).toMatch(/24 hours.*48/)
    expect(explain('certificate-name-mismatch', 'en').means).toContain('not the name of the smart host')
    expect(explain('certificate-untrusted', 'en').means).toContain('does not fetch a missing intermediate')
    expect(explain('session-refused', 'en').means).toContain('catch-all')
    expect(explain('no-fault-found', 'en').means).toContain('does not connect from Exchange Online’s addresses')
    expect(JSON.stringify(explain('connection-refused', 'en').steps)).toContain('30 to 60 minutes')
  })
})

describe('what a diagnosis can prove is what its explanation speaks of', () => {
  const told = (finding: (typeof FINDING_CODES)[number]) => JSON.stringify(explain(finding, 'en'))

  test.each<[(typeof FINDING_CODES)[number], RegExp]>([
    ['connection-timed-out', /takes the connection and then falls silent/],
    ['outside-port-25-blocked', /DNS server gives no answers/],
    ['client-certificate-demanded', /Exchange Online shows its own .*this bot none/],
    ['starttls-masked', /refused on the way.*on the bot’s own side/],
    ['address-not-public', /Ask a public DNS server/],
    ['dns-domain-expired', /or is on hold/],
    ['connector-misconfigured', /names the same domains.*test mode/],
    ['mta-sts-certificate-invalid', /Offer STARTTLS/],
    ['mta-sts-policy-unavailable', /not there or not valid/],
  ])('%s', (finding, says) => expect(told(finding)).toMatch(says))

  test('nobody is led to weaken what a domain protects itself with', () => {
    for (const finding of FINDING_CODES.filter((each) => /^(dane-|mta-sts-(?!policy))/.test(each)))
      expect(explain(finding, 'en').avoid.join(' ')).toContain('Do not switch the check off')
  })
})

test('every source has a name and a secure address of a standards body or of Microsoft', () => {
  for (const each of Object.values(sources).flat())
    expect(each).toMatch(/^\S[^\n]* — https:\/\/(?:learn\.microsoft\.com|www\.rfc-editor\.org|cabforum\.org)\/[\w./#-]+$/)
})
