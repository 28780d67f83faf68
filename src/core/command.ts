import { LANGUAGES, type Language } from '../domain/language.ts'

/** What somebody typed behind `/mailflow` or to the bot. */
export type Command =
  | { readonly is: 'help' }
  | { readonly is: 'explain'; readonly text: string }
  /** `query`: a code, or words to find one by. */
  | { readonly is: 'code'; readonly query: string }
  | { readonly is: 'diagnose'; readonly target: string }
  | { readonly is: 'connectors' }
  | { readonly is: 'ranges' }
  | { readonly is: 'validate'; readonly connector: string; readonly recipient: string }
  | { readonly is: 'domains' }
  | { readonly is: 'incidents' }
  | { readonly is: 'requests' }
  | { readonly is: 'bind'; readonly tenant: string | null; readonly language: Language | null }
  | { readonly is: 'unknown'; readonly text: string }

const VERBS: Readonly<Record<string, Exclude<Command['is'], 'unknown'>>> = {
  help: 'help',
  aide: 'help',
  explain: 'explain',
  expliquer: 'explain',
  code: 'code',
  codes: 'code',
  diagnose: 'diagnose',
  diagnostiquer: 'diagnose',
  connectors: 'connectors',
  connecteurs: 'connectors',
  ranges: 'ranges',
  plages: 'ranges',
  validate: 'validate',
  valider: 'validate',
  domains: 'domains',
  domaines: 'domains',
  incidents: 'incidents',
  requests: 'requests',
  demandes: 'requests',
  bind: 'bind',
  lier: 'bind',
}

const LONGEST_TARGET = 255

/** Reads a typed command, in English or French. Nothing behind the verb is ever interpreted. */
export function parseCommand(typed: string): Command {
  const text = typed.trim()
  const [first = '', ...others] = text.split(/\s+/)
  const rest = text.slice(first.length).trim()
  switch (VERBS[first.toLowerCase().replace(/^\//, '')]) {
    case 'help':
      return { is: 'help' }
    case 'explain':
      return rest ? { is: 'explain', text: rest } : { is: 'help' }
    case 'code':
      return rest ? { is: 'code', query: unquoted(rest).slice(0, LONGEST_TARGET) } : { is: 'help' }
    case 'diagnose':
      return rest ? { is: 'diagnose', target: unquoted(rest).slice(0, LONGEST_TARGET) } : { is: 'help' }
    case 'connectors':
      return { is: 'connectors' }
    case 'ranges':
      return { is: 'ranges' }
    case 'validate':
      return validate(rest)
    case 'domains':
      return { is: 'domains' }
    case 'incidents':
      return { is: 'incidents' }
    case 'requests':
      return { is: 'requests' }
    case 'bind':
      return bind(others)
    default:
      return text ? { is: 'unknown', text: first } : { is: 'help' }
  }
}

/** A connector, whose name may hold spaces, and the address that ends the line; whether it is one is judged where it is used. */
function validate(rest: string): Command {
  const [, connector = '', recipient = ''] = /^(.+)\s+(\S+)$/s.exec(rest) ?? []
  const named = unquoted(connector).slice(0, LONGEST_TARGET)
  return named ? { is: 'validate', connector: named, recipient: addressIn(recipient).slice(0, LONGEST_TARGET) } : { is: 'help' }
}

/** Slack writes an address as `<mailto:a@b.example|a@b.example>`. */
const addressIn = (text: string): string => /^<mailto:([^|>]+)(?:\|[^>]*)?>$/.exec(text)?.[1] ?? text

function bind(words: readonly string[]): Command {
  const language = LANGUAGES.find((each) => each === words.at(-1)?.toLowerCase()) ?? null
  const tenant = (language ? words.slice(0, -1) : words).join(' ')
  return { is: 'bind', tenant: tenant || null, language }
}

const unquoted = (text: string): string => text.replace(/^["'«“](.*)["'»”]$/s, '$1').trim()
