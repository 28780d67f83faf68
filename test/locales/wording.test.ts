import { describe, expect, test } from '@jest/globals'
import type { Language } from '../../src/domain/language.ts'
import { entries as enEntries } from '../../src/knowledge/entries/en/index.ts'
import { entries as frEntries } from '../../src/knowledge/entries/fr/index.ts'
import { en } from '../../src/locales/en/index.ts'
import { fr } from '../../src/locales/fr/index.ts'

/** One word for one thing, and none that a reader stumbles over: what was once written in two ways, or as only a translation would. */

interface Tree {
  readonly [key: string]: string | Tree
}
const leavesOf = (tree: Tree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as const] : leavesOf(value, `${path}${key}.`),
  )
const proseOf = (words: Tree, entries: object) =>
  [...leavesOf(words), ...leavesOf(JSON.parse(JSON.stringify(entries)) as Tree, 'entries.')].filter(([key]) => !key.endsWith('.run'))
const TEXTS = { en: proseOf(en, enEntries), fr: proseOf(fr, frEntries) }

/** What stands in no text, and what is written instead. */
const INSTEAD: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/pair of eyes|last word|at the end of the day|under the hood|simply\b|please note/i, 'the thing itself'],
    [/\bin clear\b(?! text)/, 'in clear text'],
    [/\borganisation/, 'organization, as Microsoft writes'],
    [/\bbehind (?:“|its answer)/, 'after'],
    [/\b[Rr]eplace [^.]*? by (?!MX)/, 'replace with'],
    [/round in a circle/, 'a loop'],
    [/\bmail rules\b/, 'mail flow rules'],
    [/(?<!are )\b(?:is|waits?) (?:waiting )?since\b/, 'has been … since'],
    [/multifactor sign-in/, 'multifactor authentication'],
    [/\bif it stays\b/, 'if it persists'],
    [/(?<!of )\{\{domains\}\} (?:is|has|was)\b/, 'words that fit several domains'],
  ],
  fr: [
    [/\b[Aa]ppelants?\b/, 'celui qui se connecte, l’expéditeur, le client'],
    [/adresses? (?:de messagerie|mail|email|électronique)/i, 'adresse e-mail'],
    [/\be-?mails?\b(?<!adresses? e-mail)/i, 'message'],
    [/répartiteur de charge/, 'équilibreur de charge'],
    [/algorithmes? (?:TLS|ECDHE|de chiffrement)/, 'suite de chiffrement'],
    [/l’autre côté/, 'la destination'],
    [/(?:[Dd]emande|request\.)[^.]*[Rr]ejetée|\bla rejeter\b/, 'refusée, pour une demande'],
    [/cette route\b/, 'cet itinéraire'],
    [/règles? de messagerie\b/, 'règle de flux de messagerie'],
    [/port\w* (?:pas )?la zone/, 'héberge la zone'],
    [/état du service/, 'intégrité du service'],
    [/en périphérie/, 'dès l’entrée'],
    [/renvoyé en échec/, 'retourné à l’expéditeur'],
    [/\btourne(?:nt)?\b(?! (?:en|ainsi))/, 'fonctionne'],
    [/\bchangements? (?:demand|écrit|sont)/, 'modification'],
    [/«\u00A0(?:help|bind|explain|diagnose)\u00A0»/, 'la commande française'],
    [/(?<!de )\{\{domains\}\} (?:est|fait|a|n’)/, 'des mots qui conviennent à plusieurs domaines'],
    [/dernier mot|paire d’yeux/, 'la chose elle-même'],
    [/\b(?:implémenter|supporté|checker|digital|spam|bounce|mailbox|smart host|firewall)\b/i, 'le mot français'],
  ],
}

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  test.each(INSTEAD[language])('no text has %s, but %s', (not, _instead) => {
    expect(TEXTS[language].filter(([, text]) => not.test(text))).toEqual([])
  })
})

describe('French', () => {
  /** Where `at` is a host, or a day without a time. */
  const NO_MOMENT = /^cards\.(?:incident\.(?:verdict|was)|ranges\.)/
  const MOMENT = /\{\{(?:at|since|until|oldest|notAfter|notBefore|expires)\}\}/

  test('puts a moment where it fits with and without its day: after a colon, in brackets, or after a comma', () => {
    const moments = TEXTS.fr.filter(([key, text]) => MOMENT.test(text) && !NO_MOMENT.test(key))
    expect(moments.length).toBeGreaterThan(20)
    const wrong = new RegExp(`(?<!:[ \\u00A0]|\\(|, |– )${MOMENT.source}`)
    expect(moments.filter(([, text]) => wrong.test(text))).toEqual([])
  })

  test('speaks to the reader as “vous”, in the imperative', () => {
    const steps = TEXTS.fr.filter(([key]) => /^entries\..*\.(?:steps|partnerSteps)\.\d+\.do$/.test(key))
    expect(steps.length).toBeGreaterThan(200)
    // “Lève le blocage”: what Microsoft does is told, not asked.
    const told = /^(?:Répare|Lève) /
    const asks = /\b\p{L}+ez\b|\bfaites\b/iu
    expect(steps.filter(([, text]) => !asks.test(text) && !told.test(text))).toEqual([])
    expect(TEXTS.fr.filter(([, text]) => /(?<!\p{L})(?:tu|ton|tes|toi)(?!\p{L})/iu.test(text))).toEqual([])
  })
})

describe('buttons', () => {
  test.each([
    ['en', en.cards.buttons],
    ['fr', fr.cards.buttons],
  ] as const)('are read at a glance (%s)', (_language, buttons) => {
    expect(Object.entries(buttons).filter(([, label]) => label.length > 25 || label.endsWith('.'))).toEqual([])
  })
})

test('every number that words count is written as its language writes it', () => {
  const raw = /\{\{(?:count|ms|bytes|ttl|delivered|bounced|pending)\}\}/
  for (const language of ['en', 'fr'] as const) expect(TEXTS[language].filter(([, text]) => raw.test(text))).toEqual([])
})
