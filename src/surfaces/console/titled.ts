import type { Words } from '../../locales/words.ts'

const TITLES = ['usage', 'arguments', 'options', 'commands'] as const

/** A heading of commander's help, such as `Options:`, in the words' language. */
export function titled(title: string, says: Words): string {
  const known = TITLES.find((each) => title.toLowerCase() === `${each}:`)
  return known ? says(`console.titles.${known}`) : title
}
