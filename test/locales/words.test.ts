import { describe, expect, test } from '@jest/globals'
import { FAILURE_CODES } from '../../src/domain/failure.ts'
import { EVIDENCE_CODES, REASON_CODES, STAGES } from '../../src/domain/finding.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import { FIX_NAMES, GUARD_CODES } from '../../src/domain/plan.ts'
import { REFUSAL_CODES } from '../../src/domain/refusal.ts'
import { REQUEST_STATES } from '../../src/domain/request.ts'
import { entries } from '../../src/knowledge/entries/fr/index.ts'
import { en } from '../../src/locales/en/index.ts'
import { fr } from '../../src/locales/fr/index.ts'
import { type WordKey, wordsOf } from '../../src/locales/words.ts'

type Tree = { readonly [key: string]: string | Tree }

const leavesOf = (tree: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as const] : leavesOf(value, `${path}${key}.`),
  )

const english = new Map(leavesOf(en))
const french = new Map(leavesOf(fr))
const placeholders = (text: string) => [...new Set(text.match(/\{\{[^}]*\}\}/g) ?? [])].sort()
const RULINGS = ['pass', 'warn', 'one-more-approver', 'refuse'] as const

describe('English and French', () => {
  test('have the same keys, but for the French plural of millions', () => {
    const own = [...french.keys()].filter((key) => !key.endsWith('_many'))
    expect(own.sort()).toEqual([...english.keys()].sort())
  })

  test('no plural is ever answered with its key', () => {
    const stems = [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(/_other$/, ''))
    for (const stem of stems)
      for (const language of LANGUAGES)
        for (const count of [0, 1, 2, 21, 1_000_000]) expect(wordsOf(language)(stem as WordKey, { count })).not.toBe(stem)
  })

  test('take the same arguments', () => {
    for (const [key, text] of french) {
      const twin = english.get(key) ?? english.get(key.replace(/_many$/, '_other'))
      expect([key, placeholders(text)]).toEqual([key, placeholders(twin ?? '')])
    }
  })

  test('a singular has its plural', () => {
    for (const key of [...english.keys(), ...french.keys()])
      if (key.endsWith('_one')) expect(english.has(key.replace(/_one$/, '_other'))).toBe(true)
  })

  test('say nothing twice by accident: no French text is the English one unless it is a proper name or a term', () => {
    const same = [...french].filter(
      ([key, text]) => english.get(key) === text && /[a-z]{3,} [a-z]{3,}/i.test(text.replace(/\{\{[^}]*\}\}/g, '')),
    )
    expect(
      same.map(([key]) => key).filter((key) => key !== 'cards.bot' && !key.startsWith('console.') && !key.startsWith('commands.')),
    ).toEqual([])
  })
})

describe('every code has words in both languages', () => {
  const keys: readonly string[] = [
    ...EVIDENCE_CODES.map((code) => `evidence.${code}`),
    ...REASON_CODES.map((code) => `reasons.${code}`),
    ...REFUSAL_CODES.flatMap((code) => [`refusals.${code}.what`, `refusals.${code}.next`]),
    ...FAILURE_CODES.flatMap((code) => [`failures.${code}.what`, `failures.${code}.next`]),
    ...GUARD_CODES.flatMap((code) => RULINGS.map((ruling) => `guards.${code}.${ruling}`)),
    ...FIX_NAMES.flatMap((name) => ['title', 'asks', 'done', 'why'].map((part) => `fixes.${name}.${part}`)),
    ...REQUEST_STATES.map((state) => `terms.request.${state}`),
    ...STAGES.map((stage) => `terms.stage.${stage}`),
  ]

  test.each(LANGUAGES)('%s, with any count', (language) => {
    const words = wordsOf(language)
    for (const key of keys)
      for (const count of [0, 1, 2, 1_000_000]) {
        const text = words(key as WordKey, { count })
        expect(text).not.toBe(key)
        expect(text.trim()).not.toBe('')
      }
  })

  test('what comes from outside is put in as it is, never read as a key or a command', () => {
    const hostile = '$t(terms.yes) {{count}} <b>&amp;</b>'
    for (const language of LANGUAGES) expect(wordsOf(language)('evidence.reported', { text: hostile })).toContain(hostile)
  })

  test('plurals follow each language', () => {
    const text = (language: 'en' | 'fr', count: number) =>
      wordsOf(language)('cards.incident.still-trying', { count }).replace(/ (?:is|are|est|sont) .*/, '')
    expect([text('en', 0), text('en', 1), text('en', 2)]).toEqual(['0 addresses', '1 address', '2 addresses'])
    expect([text('fr', 0), text('fr', 1), text('fr', 2)]).toEqual(['0 adresse', '1 adresse', '2 adresses'])
    expect([text('en', 1000), text('fr', 1000)]).toEqual(['1,000 addresses', '1\u202F000 adresses'])
    expect(text('fr', 1_000_000)).toBe('1\u202F000\u202F000 d’adresses')
  })
})

describe('the words of a refusal and of a button', () => {
  test('a refusal says that nothing was changed', () => {
    for (const code of REFUSAL_CODES) {
      expect(en.refusals[code].what).toMatch(/Nothing was changed/)
      expect(fr.refusals[code].what).toMatch(/Rien n’a été modifié|n’a rien modifié/)
    }
  })

  test('a button has at most 40 characters', () => {
    for (const name of FIX_NAMES) for (const each of [en, fr]) expect(each.fixes[name].title.length).toBeLessThanOrEqual(40)
  })

  test('the sandbox says that nothing is real', () => {
    expect(wordsOf('en')('cards.sandbox')).toMatch(/^Sandbox: .*Nothing on this card touches a real organization/)
    expect(wordsOf('fr')('cards.sandbox')).toMatch(/^Bac à sable.*Rien sur cette carte ne touche une organisation réelle/)
  })
})

describe('French typography', () => {
  // A line of PowerShell is no French.
  const texts = [...french, ...leavesOf(JSON.parse(JSON.stringify(entries)) as Tree)]
    .filter(([key]) => !key.endsWith('.run'))
    .map(([key, text]) => [key, typeof text === 'string' ? text : ''] as const)

  test('uses ’ and no straight quotation marks', () => {
    expect(texts.filter(([, text]) => /['"]/.test(text))).toEqual([])
  })

  test('has a no-break space, never a plain one or none, before ; : ! ? » and after «', () => {
    const wrong = /[ \t](?=[;!?»]|:(?:\s|$))|«(?!\u00A0)|(?<![\u00A0\s])(?:»|[;?!](?=\s|$))|(?<=\p{L}|\)|\}\}):(?=\s)/u
    expect(texts.filter(([, text]) => wrong.test(text))).toEqual([])
  })

  test('has no straight ellipsis and no double spaces', () => {
    expect(texts.filter(([, text]) => /\.\.\.| {2}/.test(text))).toEqual([])
  })

  test('uses Microsoft’s terms', () => {
    const all = texts.map(([, text]) => text).join('\n')
    for (const term of [
      'connecteur sortant',
      'hôte actif',
      'Relais interne',
      'Faisant autorité',
      'domaine accepté',
      'pare-feu',
      'suivi des messages',
      'notification d’échec de remise',
      'quota de destinataires non valides',
      'organisation partenaire',
    ])
      expect(all).toContain(term)
    expect(all).not.toMatch(/\b(?:smart host|firewall|message trace|hôte intelligent|coupe-feu)\b/i)
  })
})

test('English uses typographic quotation marks and apostrophes', () => {
  expect([...english].filter(([, text]) => /['"]/.test(text))).toEqual([])
})
