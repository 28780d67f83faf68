import { describe, expect, test } from '@jest/globals'
import type { Entry, ExplanationStep } from '../../src/domain/explanation.ts'
import { FINDING_CODES, type FindingCode } from '../../src/domain/finding.ts'
import { entries as en } from '../../src/knowledge/entries/en/index.ts'
import { entries as fr } from '../../src/knowledge/entries/fr/index.ts'
import { portalPages } from '../../src/knowledge/portal-pages.ts'

type Entries = Readonly<Record<FindingCode, Entry>>
const LANGUAGES: readonly (readonly [string, Entries])[] = [
  ['en', en],
  ['fr', fr],
]
/** Findings that are about no far side, or at which the far side can do nothing. */
const NOBODY_TO_ASK: readonly FindingCode[] = ['outside-port-25-blocked', 'service-incident']

const WORDS_IN_A_SENTENCE = 25

const stepsOf = (entry: Entry): readonly ExplanationStep[] => [...entry.steps, ...(entry.partnerSteps ?? [])]
const shape = (entry: Entry) => stepsOf(entry).map(({ who, at, run }) => ({ who, at, run }))
const prose = (entry: Entry): readonly string[] => [
  entry.title,
  entry.means,
  ...entry.causes,
  ...stepsOf(entry).map((each) => each.do),
  entry.worked ?? '',
  entry.otherwise ?? '',
  ...entry.avoid,
  entry.ask ?? '',
]
const sentences = (text: string) => text.split(/[.!?](?=[\s\u00A0]|$)/).filter((each) => each.trim() !== '')
const wordsIn = (sentence: string) => sentence.split(/[\s\u00A0]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

describe('an entry is filled in', () => {
  test.each(LANGUAGES.flatMap(([language, entries]) => FINDING_CODES.map((finding) => [finding, language, entries[finding]] as const)))(
    '%s in %s',
    (finding, _language, entry) => {
      expect(entry.title.length).toBeLessThanOrEqual(80)
      expect(entry.means.length).toBeLessThanOrEqual(300)
      for (const step of stepsOf(entry)) expect(step.do.length).toBeLessThanOrEqual(300)
      expect(sentences(entry.worked ?? '').length).toBeGreaterThan(0)
      expect(sentences(entry.worked ?? '').length).toBeLessThanOrEqual(2)
      expect(sentences(entry.otherwise ?? '')).toHaveLength(1)
      expect(entry.avoid).toBeDefined()
      for (const each of entry.avoid) expect(sentences(each)).toHaveLength(1)
      for (const each of [entry.worked, entry.otherwise, entry.ask, ...entry.avoid].filter((text) => text !== undefined))
        expect(each).toMatch(/\.$/)
      if (NOBODY_TO_ASK.includes(finding)) expect(entry).not.toHaveProperty('ask')
      expect(sentences(entry.ask ?? '').length).toBeLessThanOrEqual(2)
      for (const text of prose(entry))
        for (const sentence of sentences(text))
          expect([sentence, wordsIn(sentence) <= WORDS_IN_A_SENTENCE ? 'short' : wordsIn(sentence)]).toEqual([sentence, 'short'])
      expect(prose(entry).join(' ')).not.toMatch(/!(?=\s|$)/)
    },
  )

  test.each(FINDING_CODES)('%s is the same in both languages: as much of everything, by the same people, at the same places', (finding) => {
    const [english, french]: readonly [Entry, Entry] = [en[finding], fr[finding]]
    expect(shape(french)).toEqual(shape(english))
    expect(french.causes).toHaveLength(english.causes.length)
    expect(french.avoid).toHaveLength(english.avoid?.length ?? 0)
    expect(french.partnerSteps?.length).toBe(english.partnerSteps?.length)
    expect(french.ask === undefined).toBe(english.ask === undefined)
    const numbers = (entry: Entry) =>
      [
        ...new Set(
          prose(entry)
            .join(' ')
            .match(/\d+(?:\.\d+)*/g) ?? [],
        ),
      ].sort()
    expect(numbers(french)).toEqual(numbers(english))
  })

  test('the far side is asked wherever a partner has something to do', () => {
    for (const finding of FINDING_CODES) {
      const entry: Entry = en[finding]
      if (stepsOf(entry).some((step) => step.who === 'partner'))
        expect([finding, entry.ask ?? '']).toEqual([finding, expect.stringMatching(/\w/)])
    }
  })

  test('what the far side is asked to do names nothing of ours', () => {
    for (const [, entries] of LANGUAGES)
      for (const finding of FINDING_CODES)
        expect(entries[finding].ask ?? '').not.toMatch(/<\w|connect(?:or|eur)\b|smart host|hôte actif|locataire|tenant/i)
  })
})

describe('what Microsoft advises for a code is said where it belongs', () => {
  test.each<[string, FindingCode, RegExp, RegExp]>([
    [
      '4.4.315: a new internet provider',
      'connection-timed-out',
      /internet provider was changed.*new addresses/,
      /fournisseur d’accès à Internet a changé.*changer d’adresses/,
    ],
    [
      '4.4.316: the route retired, domain first',
      'connection-refused',
      /DomainType Authoritative.*-Enabled \$false/,
      /quota de destinataires non valides.*-Enabled \$false/,
    ],
    [
      '4.4.317: the server that the error names',
      'session-refused',
      /LastAttemptedServerName=” names the server/,
      /LastAttemptedServerName=\u00A0» nomme le serveur/,
    ],
    ['4.4.318: inspection on a firewall', 'connection-dropped', /inspects SMTP packets/, /inspecte les paquets SMTP/],
    ['4.4.312: the DNS host', 'dns-query-failed', /"dns-host"/, /"dns-host"/],
  ])('%s', (_what, finding, english, french) => {
    expect(JSON.stringify(en[finding])).toMatch(english)
    expect(JSON.stringify(fr[finding])).toMatch(french)
  })
})

describe('no text is said twice', () => {
  test.each(LANGUAGES.flatMap(([language, entries]) => FINDING_CODES.map((finding) => [finding, language, entries[finding]] as const)))(
    'by %s in %s',
    (_finding, _language, entry: Entry) => {
      for (const texts of [
        entry.causes,
        entry.avoid,
        entry.steps.map((step) => step.do),
        (entry.partnerSteps ?? []).map((step) => step.do),
      ])
        expect(texts).toEqual([...new Set(texts)])
    },
  )

  test.each(LANGUAGES)('with another page or line: the same step is the same everywhere (%s)', (_language, entries) => {
    const seen = new Map<string, ExplanationStep>()
    for (const step of FINDING_CODES.flatMap((finding) => stepsOf(entries[finding]))) {
      const first = seen.get(step.do)
      if (first) expect([step.do, step]).toEqual([step.do, first])
      seen.set(step.do, step)
    }
  })
})

test('every portal page has an address at Microsoft, and every one is where some step leads', () => {
  for (const address of Object.values(portalPages))
    expect(address).toMatch(
      /^https:\/\/(?:(?:admin\.exchange|security|admin)\.microsoft\.com\/|sender\.office\.com$|testconnectivity\.microsoft\.com$)/,
    )
  const used = new Set(FINDING_CODES.flatMap((finding) => stepsOf(en[finding]).map(({ at }) => at)))
  expect(Object.keys(portalPages).filter((page) => !used.has(page as keyof typeof portalPages))).toEqual([])
})
