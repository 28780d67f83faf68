import type { WordKey, Words } from '../../locales/words.ts'

/** What commander 14 complains of (lib/command.js, lib/option.js), in its order; the groups are the arguments of the words. */
const FORMS: readonly (readonly [RegExp, WordKey])[] = [
  [/^error: unknown option '(?<what>[^']*)'/, 'console.usage.unknown-option'],
  [/^error: unknown command '(?<what>[^']*)'/, 'console.usage.unknown-command'],
  [/^error: missing required argument '(?<what>[^']*)'/, 'console.usage.missing-argument'],
  [/^error: option '(?<what>[^']*)' argument missing/, 'console.usage.missing-value'],
  [/^error: required option '(?<what>[^']*)' not specified/, 'console.usage.missing-option'],
  [/^error: too many arguments(?: for '[^']*')?\. Expected (?<wanted>\d+) arguments? but got (?<given>\d+)\./, 'console.usage.too-many'],
  [/^error: option '(?<what>[^']*)' argument '(?<value>.*?)' is invalid\./s, 'console.usage.invalid'],
  [/^error: command-argument value '(?<value>.*?)' is invalid for argument '(?<what>[^']*)'\./s, 'console.usage.invalid'],
]
const CHOICES = /Allowed choices are (?<list>[^\n]*)\./
/** What a reader of ours says behind commander's "is invalid.". */
const EXPECTED = /^ (?!Allowed choices are |\(Did you mean )(?<what>\S[^\n]*)/
const MEANT = /\(Did you mean (?:one of )?(?<list>[^\n]*)\?\)/

/** A complaint of the command line, in the words' language; what is not known stays as it came. */
export function complaint(text: string, says: Words): string {
  for (const [form, key] of FORMS) {
    const found = form.exec(text)
    if (!found) continue
    const rest = text
      .slice(found[0].length)
      .replace(EXPECTED, (_all, what: string) => ` ${says('console.usage.expected', { what })}`)
      .replace(CHOICES, (_all, list: string) => says('console.usage.choices', { list }))
      .replace(MEANT, (_all, list: string) => says('console.usage.meant', { list }))
    return `${says(key, { ...found.groups })}${rest}`
  }
  return text
}
