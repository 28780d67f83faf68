/** The same keys, any words: what a translation of `T` must be. */
export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }
