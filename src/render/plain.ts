/** Text from outside made harmless for every surface: what cannot be seen, or changes how its neighbours are seen, goes. */

const LONGEST = 20_000
// Controls, characters without a shape (zero-width, bidi, variation, tags), annotation marks, half characters.
const UNSEEN = /(?!\n)\p{Cc}|\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]|\p{Cs}/gu
// ECMA-48 control sequences (CSI) and operating system commands (OSC), as a terminal would obey them.
const SEQUENCES = /\u001B\[[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?/g
const LINE_ENDS = /\r\n?|\u2028|\u2029/g
// Slack's <!channel>, <@U…>, <#C…>, <http…|…>; Teams' <at>…</at>.
const SIGNALS = /<(?=[!@#]|https?:|mailto:|\/?at\b)/gi
// Adaptive Cards' {{DATE(…)}} and {{TIME(…)}}, templates' ${…}, Markdown's [text](address).
const TEMPLATES = /\{(?=\{)|\$(?=\{)|\](?=\()/g

/** Readable text with line feeds; nothing in it can be taken for a mention, a link, a template or a control sequence. */
export function plain(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(LINE_ENDS, '\n')
    .replace(SEQUENCES, '')
    .replaceAll('\t', ' ')
    .replace(UNSEEN, '')
    .replace(SIGNALS, '‹')
    .replace(TEMPLATES, '$& ')
}

/** The same on one line. */
export const oneLine = (text: string): string =>
  plain(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim()

/** At most `most` UTF-16 units, never half a character; what is cut ends with an ellipsis. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, Math.max(0, most - 1))
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

/** At most `most` lines; the last one says how many are missing, in any language. */
export function fewer<T>(list: readonly T[], most: number, rest: (hidden: number) => T): readonly T[] {
  return list.length > most ? [...list.slice(0, Math.max(0, most - 1)), rest(list.length - Math.max(0, most - 1))] : list
}

export const restLine = (hidden: number): string => `… +${hidden}`
