import { missingParameter, unknownParameter, wrongValue } from './cmdlet-failure.ts'

/** What a cmdlet parameter takes. `text-or-null` may be emptied; `result-size` is a number or `Unlimited`; a list is an enumeration. */
export type ParameterKind = 'text' | 'text-or-null' | 'flag' | 'list' | 'date' | 'result-size' | readonly (string | null)[]
export type ParameterKinds = Readonly<Record<string, ParameterKind>>

export type ParameterValue = string | boolean | number | null | readonly string[]
export type Arguments = Readonly<Record<string, ParameterValue>>

const COMMON: ParameterKinds = { Confirm: 'flag', WhatIf: 'flag', ErrorAction: 'text', WarningAction: 'text', Verbose: 'flag' }

/** Checks and reads the parameters of one call. Names count in any case, as in PowerShell. Throws CmdletFailure 400. */
export function readArguments(kinds: ParameterKinds, required: readonly string[], given: Readonly<Record<string, unknown>>): Arguments {
  const known = { ...COMMON, ...kinds }
  const read: Record<string, ParameterValue> = {}
  for (const [name, value] of Object.entries(given)) {
    if (name.includes('@')) continue
    const canonical = Object.keys(known).find((each) => each.toLowerCase() === name.toLowerCase())
    if (canonical === undefined) throw unknownParameter(name)
    read[canonical] = readValue(canonical, known[canonical]!, value)
  }
  const missing = required.filter((name) => read[name] === undefined || read[name] === '')
  if (missing.length > 0) throw missingParameter(missing)
  return read
}

function readValue(name: string, kind: ParameterKind, value: unknown): ParameterValue {
  if (typeof kind !== 'string') return readChoice(name, kind, value)
  switch (kind) {
    case 'text':
      if (typeof value === 'string') return value
      throw wrongValue(name, value, 'type "System.String"')
    case 'text-or-null':
      if (value === null || value === '') return null
      if (typeof value === 'string') return value
      throw wrongValue(name, value, 'type "System.String"')
    case 'flag':
      if (typeof value === 'boolean') return value
      if (typeof value === 'string' && /^\$?(true|false)$/i.test(value)) return /true$/i.test(value)
      throw wrongValue(name, value, 'type "System.Boolean". Boolean parameters accept only Boolean values')
    case 'list':
      return readList(name, value)
    case 'date':
      if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString()
      throw wrongValue(name, value, 'type "System.DateTime"')
    case 'result-size':
      return readResultSize(name, value)
  }
}

function readChoice(name: string, choices: readonly (string | null)[], value: unknown): ParameterValue {
  if ((value === null || value === '') && choices.includes(null)) return null
  const choice = choices.find((each) => each !== null && typeof value === 'string' && each.toLowerCase() === value.toLowerCase())
  if (choice !== undefined) return choice
  const names = choices.filter((each) => each !== null).join(', ')
  throw wrongValue(name, value, `an enumeration value. Specify one of the following enumerator names and try again: ${names}`)
}

function readList(name: string, value: unknown): readonly string[] {
  if (value === null || value === '') return []
  if (typeof value === 'string') return [value]
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw wrongValue(name, value, 'type "System.String[]"')
}

function readResultSize(name: string, value: unknown): number {
  if (typeof value === 'string' && value.toLowerCase() === 'unlimited') return Number.MAX_SAFE_INTEGER
  const size = Number(value)
  if (Number.isInteger(size) && size > 0) return size
  throw wrongValue(name, value, 'type "Unlimited`1[System.UInt32]"')
}

export const textOf = (value: ParameterValue | undefined): string | null => (typeof value === 'string' ? value : null)
export const listOf = (value: ParameterValue | undefined): readonly string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
