import { createInstance, type i18n } from 'i18next'
import type { Language } from '../domain/language.ts'
import { en } from './en/index.ts'
import { fr } from './fr/index.ts'

type Leaves<T, Path extends string = ''> = T extends string
  ? Path
  : { [K in keyof T & string]: Leaves<T[K], Path extends '' ? K : `${Path}.${K}`> }[keyof T & string]
type Plural<K extends string> = K extends `${infer Stem}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}` ? Stem : K

/** A key of the words, such as `refusals.own-request`; plural forms are asked for by their stem with `count`. */
export type WordKey = Plural<Leaves<typeof en>>
export type WordArgs = Readonly<Record<string, string | number>>
export type Words = (key: WordKey, args?: WordArgs) => string

const catalogue: i18n = createInstance({
  resources: { en: { translation: en }, fr: { translation: withMillions(fr) } },
  fallbackLng: false,
  interpolation: { escapeValue: false },
  returnNull: false,
})
await catalogue.init()

interface Tree {
  readonly [key: string]: string | Tree
}

/** French asks for `_many` from a million on (Unicode CLDR); where it is not written, `_other` stands in. */
function withMillions(tree: Tree): Tree {
  const own = Object.entries(tree).map(([key, value]) => [key, typeof value === 'string' ? value : withMillions(value)] as const)
  const millions = own.filter(([key]) => key.endsWith('_other')).map(([key, value]) => [key.replace(/_other$/, '_many'), value] as const)
  return Object.fromEntries([...millions, ...own])
}

/** The words of a language. Values are put in as they are: escaping belongs to the renderer of each platform. */
export function wordsOf(language: Language): Words {
  const t = catalogue.getFixedT(language)
  return (key, args) => t(key, { ...args })
}
