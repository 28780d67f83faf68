import type { Card, Mark, Part, Tone } from '../cards/card.ts'
import { columnsOf } from './columns.ts'
import { MARKS, stageText } from './marks.ts'
import { cut, fewer, oneLine, plain, restLine } from './plain.ts'

export interface TerminalOptions {
  /** ANSI colours (ECMA-48 SGR). */
  readonly colour: boolean
  /** Columns of the terminal. */
  readonly width: number
}

type Paint = (text: string, style: keyof typeof STYLES) => string

const STYLES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', blue: '34', cyan: '36' } as const
const LINES = 200
const LINE_LENGTH = 4000

/** A card to be read in a terminal. Nothing from outside reaches it as a control character; buttons stand as `[ Approve ]`. */
export function toTerminal(card: Card, { colour, width }: TerminalOptions): string {
  const paint: Paint = (text, style) => (colour ? `\u001B[${STYLES[style]}m${text}\u001B[0m` : text)
  const room = Math.max(40, width)
  const title = wrapped(oneLine(card.title), room, '').map((line) => paint(paint(line, TONE_STYLES[card.tone]), 'bold'))
  const body = card.parts.flatMap((part) => draw(part, room, paint))
  return [...title, paint('─'.repeat(Math.min(room, 72)), 'dim'), ...body].join('\n').replace(/\n{3,}/g, '\n\n')
}

const TONE_STYLES: Readonly<Record<Tone, keyof typeof STYLES>> = {
  fault: 'red',
  warning: 'yellow',
  good: 'green',
  plain: 'blue',
  working: 'cyan',
}
const MARK_STYLES: Readonly<Record<Mark, keyof typeof STYLES>> = {
  ok: 'green',
  failed: 'red',
  skipped: 'dim',
  running: 'cyan',
  warning: 'yellow',
  none: 'dim',
}

function draw(part: Part, width: number, paint: Paint): readonly string[] {
  const sign = (mark: Mark) => paint(MARKS[mark], MARK_STYLES[mark])
  switch (part.is) {
    case 'text':
      return paragraph(part.text, part.weight, width, paint)
    case 'heading':
      return ['', ...wrapped(oneLine(part.text), width, '').map((line) => paint(line, 'bold'))]
    case 'facts':
      return facts(part.facts, width, paint)
    case 'progress':
      return part.steps.flatMap((step) => hung(`${sign(step.mark)} `, step.detail ? `${step.label} — ${step.detail}` : step.label, width))
    case 'list':
      return fewer(part.items, LINES, restLine).flatMap((item, n) => hung(part.ordered ? `${n + (part.from ?? 1)}. ` : '• ', item, width))
    case 'proof':
      return fewer(part.lines, LINES, restLine).flatMap((line) => hung(paint('│ ', 'dim'), line, width))
    case 'code':
      return part.lines.map((line) => `    ${paint(oneLine(line), 'cyan')}`)
    case 'hosts':
      return part.hosts.flatMap((host) => [
        ...wrapped(cut(`${oneLine(host.name)} ${oneLine(host.ip)}`.trim(), LINE_LENGTH), width, '').map((line) => paint(line, 'bold')),
        ...wrapped(host.stages.map((stage) => stageText(stage).replaceAll(' ', '\u00A0')).join('  '), width, '  '),
      ])
    case 'changes':
      return part.rows.flatMap((row, n) => [
        ...(row.target === part.rows[n - 1]?.target ? [] : hung('  ', row.target, width)),
        ...hung('    ', `${row.property} · ${row.before} → ${row.after}`, width),
      ])
    case 'guards':
      return part.guards.flatMap((guard) => hung(`${sign(guard.mark)} `, guard.text, width))
    case 'table':
      return columnsOf([part.columns, ...fewer(part.rows, LINES, (hidden) => [restLine(hidden)])], width).map((line, n) =>
        n === 0 ? paint(line, 'bold') : line,
      )
    case 'links':
      return part.links.flatMap((link) => linked(link, width, paint))
    case 'mentions':
      return wrapped(oneLine(`${part.lead} ${part.people.map((each) => `@${each.name}`).join(', ')}`), width, '')
    case 'actions':
      return ['', ...wrapped(part.actions.map((action) => `[ ${oneLine(action.label)} ]`.replaceAll(' ', '\u00A0')).join(' '), width, '')]
    case 'divider':
      return ['', paint('─'.repeat(Math.min(width, 72)), 'dim')]
  }
}

/** An address is never broken: it could not be opened from there. */
function linked(link: { readonly label: string; readonly url: string }, width: number, paint: Paint): readonly string[] {
  const [label, url] = [oneLine(link.label), oneLine(link.url)]
  const arrow = paint('↗ ', 'dim')
  return label.length + url.length + 4 <= width || !url
    ? hung(arrow, `${label}  ${url}`, width)
    : [...hung(arrow, label, width), `  ${url}`]
}

function paragraph(text: string, weight: 'strong' | 'normal' | 'quiet', width: number, paint: Paint): readonly string[] {
  const lines = plain(text)
    .split('\n')
    .flatMap((line) => wrapped(line, width, ''))
  switch (weight) {
    case 'strong':
      return ['', ...lines.map((line) => paint(line, 'bold'))]
    case 'normal':
      return lines
    case 'quiet':
      return lines.map((line) => paint(line, 'dim'))
  }
}

function facts(list: readonly (readonly [string, string])[], width: number, paint: Paint): readonly string[] {
  const longest = Math.min(Math.floor(width / 2), Math.max(0, ...list.map(([label]) => oneLine(label).length)))
  return list.flatMap(([label, value]) => {
    const name = cut(oneLine(label), longest).padEnd(longest)
    const [first = '', ...rest] = wrapped(cut(oneLine(value), LINE_LENGTH), Math.max(20, width - longest - 2), '')
    return [`${paint(name, 'dim')}  ${first}`, ...rest.map((line) => `${' '.repeat(longest + 2)}${line}`)]
  })
}

/** A text behind a sign, its further lines under its first. */
function hung(sign: string, text: string, width: number): readonly string[] {
  const length = sign.replace(/\u001B\[[0-9]+m/g, '').length
  const lines = wrapped(cut(oneLine(text), LINE_LENGTH), width - length, '')
  return lines.map((line, n) => `${n === 0 ? sign : ' '.repeat(length)}${line}`)
}

/** Broken at spaces (never at no-break spaces); a word longer than the line is broken where it must be. */
function wrapped(text: string, width: number, indent: string): readonly string[] {
  const room = Math.max(20, width - indent.length)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/[ \n]+/).flatMap((each) => broken(each, room))) {
    if (line && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line].map((each) => `${indent}${each}`.replaceAll('\u00A0', ' '))
}

function broken(word: string, room: number): readonly string[] {
  const pieces: string[] = []
  const letters = Array.from(word)
  for (let at = 0; at < letters.length; at += room) pieces.push(letters.slice(at, at + room).join(''))
  return pieces.length > 0 ? pieces : ['']
}
