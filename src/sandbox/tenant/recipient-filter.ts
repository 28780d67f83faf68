import { invalidCombination } from './cmdlet-failure.ts'
import type { RecipientRecord } from './state.ts'

/**
 * The part of Exchange's filter language (OPATH) that the simulated tenant understands:
 *
 *     filter := all ( -or all )*        all := term ( -and term )*
 *     term := ( filter ) | property operator 'text'
 *
 * Properties: EmailAddresses, PrimarySmtpAddress, RecipientTypeDetails, ExternalEmailAddress, Name, DisplayName. Operators: -eq, -ne,
 * -like, -notlike (`*` stands for any text). Case never counts; a quote inside a text is doubled; `smtp:` before an address may be left out.
 */
export type RecipientFilter = (recipient: RecipientRecord) => boolean

const PROPERTIES = ['EmailAddresses', 'PrimarySmtpAddress', 'RecipientTypeDetails', 'ExternalEmailAddress', 'Name', 'DisplayName'] as const
const TOKEN = /\s*(?:(?<paren>[()])|'(?<text>(?:[^']|'')*)'|(?<word>-?[A-Za-z]+))/y

interface Token {
  readonly is: 'paren' | 'text' | 'word'
  readonly value: string
}

/** Throws CmdletFailure 400 for what it cannot read. */
export function readFilter(source: string): RecipientFilter {
  const tokens = tokensOf(source)
  const filter = readAny(tokens)
  if (tokens.length > 0) throw unreadable(source)
  return filter
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  const pattern = new RegExp(TOKEN)
  const end = source.trimEnd().length
  while (pattern.lastIndex < end) {
    const groups = pattern.exec(source)?.groups
    if (!groups) throw unreadable(source)
    if (groups.paren !== undefined) tokens.push({ is: 'paren', value: groups.paren })
    else if (groups.text !== undefined) tokens.push({ is: 'text', value: groups.text.replace(/(['‘’‚‛])\1/g, '$1') })
    else tokens.push({ is: 'word', value: groups.word!.toLowerCase() })
  }
  return tokens
}

function readAny(tokens: Token[]): RecipientFilter {
  const parts = [readAll(tokens)]
  while (takeWord(tokens, '-or')) parts.push(readAll(tokens))
  return (recipient) => parts.some((part) => part(recipient))
}

function readAll(tokens: Token[]): RecipientFilter {
  const parts = [readTerm(tokens)]
  while (takeWord(tokens, '-and')) parts.push(readTerm(tokens))
  return (recipient) => parts.every((part) => part(recipient))
}

function readTerm(tokens: Token[]): RecipientFilter {
  const first = tokens.shift()
  if (first?.is === 'paren' && first.value === '(') {
    const inner = readAny(tokens)
    if (tokens.shift()?.value !== ')') throw unreadable('a parenthesis is not closed')
    return inner
  }
  const property = PROPERTIES.find((each) => first?.is === 'word' && each.toLowerCase() === first.value)
  const operator = tokens.shift()?.value ?? ''
  const text = tokens.shift()
  if (property === undefined || text?.is !== 'text' || !['-eq', '-ne', '-like', '-notlike'].includes(operator))
    throw unreadable(first?.value ?? '')
  const matches = operator.endsWith('like') ? wildcard(text.value) : (value: string) => value === bare(text.value)
  const isWanted = (recipient: RecipientRecord) => valuesOf(recipient, property).some(matches)
  return operator === '-ne' || operator === '-notlike' ? (recipient) => !isWanted(recipient) : isWanted
}

function takeWord(tokens: Token[], word: string): boolean {
  if (tokens[0]?.is !== 'word' || tokens[0].value !== word) return false
  tokens.shift()
  return true
}

function valuesOf(recipient: RecipientRecord, property: (typeof PROPERTIES)[number]): readonly string[] {
  const value = recipient[property]
  return (Array.isArray(value) ? (value as readonly string[]) : [(value as string | null) ?? '']).map(bare)
}

const bare = (text: string): string => text.toLowerCase().replace(/^smtp:/, '')

function wildcard(text: string): (value: string) => boolean {
  const pattern = bare(text)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  const whole = new RegExp(`^${pattern}$`, 's')
  return (value) => whole.test(value)
}

const unreadable = (what: string) => invalidCombination(`The filter syntax is not valid near "${what.slice(0, 120)}".`)
