/**
 * What asking the outside world gives. `unknown` means that we could not find out; it never stands for "not there".
 */
export type Answer<T> = Found<T> | Absent | Unknown

export interface Found<T> {
  readonly is: 'found'
  readonly value: T
}

export interface Absent {
  readonly is: 'absent'
}

export interface Unknown {
  readonly is: 'unknown'
  /** What stood in the way, for people: raw error text, already free of secrets. */
  readonly why: string
}

export const found = <T>(value: T): Found<T> => ({ is: 'found', value })
export const absent: Absent = { is: 'absent' }
export const unknown = (why: string): Unknown => ({ is: 'unknown', why })
