/** The same keys, any words: what a translation of `T` must be. French has a plural form of its own for millions, `_many`. */
export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> } & {
  readonly [K in keyof T as K extends `${infer Stem}_other` ? `${Stem}_many` : never]?: string
}
