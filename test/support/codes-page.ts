import type { Explanation, ExplanationStep } from '../../src/domain/explanation.ts'
import type { FindingCode } from '../../src/domain/finding.ts'
import type { Language } from '../../src/domain/language.ts'
import { codesOf, codesOfPattern, EXPLAINED, statusIn } from '../../src/knowledge/codes-of.ts'
import { explain, titleOf } from '../../src/knowledge/explain.ts'
import { portalPages } from '../../src/knowledge/portal-pages.ts'
import { type ReplyRule, replies, textsOf } from '../../src/knowledge/replies.ts'
import { wordsOf } from '../../src/locales/words.ts'

const WORDS = {
  en: {
    title: 'Delivery error codes of Exchange Online',
    lead: [
      'What the codes in non-delivery reports, queues, message traces and connector validations mean, what probably causes them, and who has to do what.',
      'The words beside a code decide where they are given: `4.4.317` alone stands for many causes. A message that expired carries the class 5 twin of the code that kept it waiting: `5.4.316` is `4.4.316`, too late.',
      'The PowerShell lines are for Exchange Online PowerShell; where the step speaks of the server, for its Exchange Management Shell. What stands in `<…>` is to be filled in, but for `<I>` and `<S>`. Lines that begin with `Get-`, `Search-`, `Resolve-`, `Test-` or `Invoke-` only look; `Set-`, `Enable-`, `Remove-` and `Restart-` change something; `Validate-` sends a test message.',
      'The same from the chat or the command line: `/mailflow explain` with the whole text, `/mailflow code 4.4.317`, `/mailflow code certificate`, `mailflow code 4.4.317`.',
    ],
    other: ['En français', 'fr/codes.md'],
    table: ['Code', 'As it is written', 'What it means'],
    without: 'Found by a diagnosis, not by a code',
    codes: 'Codes',
    generated: 'Written by `UPDATE_DOCS=1 npm test -- test/docs.test.ts` from the same data as the cards.',
  },
  fr: {
    title: 'Codes d’erreur de remise d’Exchange Online',
    lead: [
      'Ce que signifient les codes des notifications d’échec de remise, des files d’attente, du suivi des messages et de la validation des connecteurs, ce qui en est sans doute la cause, et qui doit faire quoi.',
      'Les mots qui accompagnent un code décident, là où ils sont donnés\u00A0: `4.4.317` seul recouvre bien des causes. Un message qui a expiré porte le code jumeau de classe 5 de celui qui le faisait attendre\u00A0: `5.4.316`, c’est `4.4.316`, trop tard.',
      'Les lignes PowerShell sont destinées à Exchange Online PowerShell ou, si l’étape parle du serveur, à son Exchange Management Shell. Ce qui figure entre `<…>` est à compléter, sauf `<I>` et `<S>`. Les lignes qui commencent par `Get-`, `Search-`, `Resolve-`, `Test-` ou `Invoke-` ne font que lire\u00A0; `Set-`, `Enable-`, `Remove-` et `Restart-` modifient quelque chose\u00A0; `Validate-` envoie un message de test.',
      'La même chose dans la messagerie d’équipe ou la ligne de commande\u00A0: `/mailflow expliquer` avec le texte entier, `/mailflow code 4.4.317`, `/mailflow code certificat`, `mailflow code 4.4.317 --lang fr`.',
    ],
    other: ['In English', '../codes.md'],
    table: ['Code', 'Tel qu’il est écrit', 'Ce que cela signifie'],
    without: 'Trouvé par un diagnostic, sans code',
    codes: 'Codes',
    generated: 'Écrit par `UPDATE_DOCS=1 npm test -- test/docs.test.ts` à partir des mêmes données que les cartes.',
  },
} as const

/** The page of every code and finding in a language, as Markdown: a table, then a section for each finding under an anchor of its own name. */
export function codesPage(language: Language): string {
  const words = WORDS[language]
  const coded = new Set(replies.map((rule) => rule.finding))
  const without = EXPLAINED.filter((finding) => !coded.has(finding))
  return [
    `# ${words.title}`,
    `[${words.other[0]}](${words.other[1]})`,
    ...words.lead,
    tableOf(language),
    `${words.without}${wordsOf(language)('cards.colon')}${without.map((finding) => linkTo(finding, language)).join(' · ')}`,
    ...EXPLAINED.flatMap((finding) => sectionOf(finding, language)),
    `---\n\n${words.generated}`,
  ].join('\n\n')
}

const linkTo = (finding: FindingCode, language: Language): string => `[${escaped(titleOf(finding, language))}](#${finding})`

function tableOf(language: Language): string {
  const each = replies.flatMap((rule) => textsOf(rule).map((example) => ({ ...rule, example })))
  const rows = each.sort(byCode).map((rule) => {
    const code = codesShown(rule)
      .map((each) => `\`${each}\``)
      .join(', ')
    return `| ${code} | ${quoted(rule.example).replaceAll('|', '\\|')} | ${linkTo(rule.finding, language)} |`
  })
  const [code, text, means] = WORDS[language].table
  return [`| ${code} | ${text} | ${means} |`, '|---|---|---|', ...rows].join('\n')
}

/** The codes of a rule that takes no words; else the one in the text it was written for. */
const codesShown = ({ status, says, example }: ReplyRule): readonly string[] =>
  status && !says ? codesOfPattern(status) : [statusIn(example) ?? replyIn(example)]

const replyIn = (text: string): string => /^\d{3}/.exec(text)?.[0] ?? ''

/** By subject and detail, so that the twins of class 4 and 5 stand together; bare codes before those that need words. */
function byCode(a: ReplyRule, b: ReplyRule): number {
  const keyOf = (rule: ReplyRule) => {
    const [, subject = '99', detail = '0'] = (codesShown(rule)[0] ?? '').split('.')
    return [Number(subject), Number.parseInt(detail, 10), rule.says ? 1 : 0]
  }
  const [left, right] = [keyOf(a), keyOf(b)]
  return left.map((each, n) => each - (right[n] ?? 0)).find((apart) => apart !== 0) ?? 0
}

function sectionOf(finding: FindingCode, language: Language): readonly string[] {
  const words = wordsOf(language)
  const explanation = explain(finding, language)
  const partner = explain(finding, language, 'Partner')
  const codes = codesOf(finding)
  return [
    `<a id="${finding}"></a>\n\n## ${escaped(explanation.title)}`,
    ...(codes.length > 0 ? [bold(WORDS[language].codes, codes.map((each) => `\`${each}\``).join(', '), language)] : []),
    escaped(explanation.means),
    `### ${words('cards.headings.causes')}`,
    explanation.causes.map((cause) => `- ${escaped(cause)}`).join('\n'),
    `### ${words('cards.headings.steps')}`,
    stepsOf(explanation.steps, language).trimEnd(),
    ...(partner.steps === explanation.steps ? [] : [`### ${words('cards.headings.partner')}`, stepsOf(partner.steps, language).trimEnd()]),
    ...adviceOf(explanation, language),
    explanation.sources.map(sourceLink).join(' · '),
  ].filter((part) => part !== '')
}

/** In the order they are done, each under a bold name of who does it. */
const stepsOf = (steps: readonly ExplanationStep[], language: Language): string =>
  steps
    .map((step, n) => {
      const words = wordsOf(language)
      return `${n + 1}. ${bold(words(`terms.actor.${step.who}`), escaped(step.do), language)}${pageOf(step, language)}${lineOf(step)}`
    })
    .join('\n')

const pageOf = ({ at }: ExplanationStep, language: Language): string =>
  at ? ` ([${wordsOf(language)(`terms.page.${at}`)}](${portalPages[at]}))` : ''
const lineOf = ({ run }: ExplanationStep): string => (run ? `\n\n   \`\`\`powershell\n   ${run}\n   \`\`\`\n` : '')

function adviceOf({ worked, otherwise, avoid, ask }: Explanation, language: Language): readonly string[] {
  const words = wordsOf(language)
  const all = [
    [words('cards.labels.worked'), worked],
    [words('cards.labels.otherwise'), otherwise],
    ...avoid.map((each) => [words('cards.labels.avoid'), each] as const),
    [words('cards.headings.ask'), ask ?? ''],
  ] as const
  return all.filter(([, text]) => text !== '').map(([label, text]) => bold(label, escaped(text), language))
}

const bold = (label: string, text: string, language: Language): string => `**${label}**${wordsOf(language)('cards.colon')}${text}`

function sourceLink(source: string): string {
  const [, name = source, url] = /^(.*) — (https:\S+)$/.exec(source) ?? []
  return url ? `[${escaped(name)}](${url})` : escaped(name)
}

/** A real text in code, with a fence longer than any backtick in it. */
const quoted = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)

/** Markdown's own signs stay text. */
const escaped = (text: string): string => text.replace(/[\\`*_<>[\]|]/g, '\\$&')
