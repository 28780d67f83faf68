/** Languages every word a person reads exists in (BCP 47 primary tags). */
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** The first supported language a locale such as `fr-CA` asks for, else the fallback. */
export function languageOf(locale: string | null | undefined, fallback: Language = 'en'): Language {
  const primary = locale?.toLowerCase().split(/[-_]/)[0]
  return LANGUAGES.find((language) => language === primary) ?? fallback
}
