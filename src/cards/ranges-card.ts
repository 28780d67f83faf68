import type { Answer } from '../domain/answer.ts'
import type { MailRanges } from '../domain/mail-ranges.ts'
import type { Card, Part, Showing } from './card.ts'
import { couldNotRead } from './connectors-card.ts'
import { atMost, normal, quiet, sandboxNote, under } from './parts.ts'
import { sayDay } from './time.ts'
import { type Voice, voiceOf } from './voice.ts'

/** The addresses a firewall must let in, to copy. */
export function rangesCard({ ranges }: { readonly ranges: Answer<MailRanges> }, showing: Showing): Card {
  const voice = voiceOf(showing)
  const title = voice.words('cards.ranges.title')
  if (ranges.is !== 'found')
    return couldNotRead(title, voice.words('cards.ranges.unknown', { why: ranges.is === 'unknown' ? voice.cause(ranges.why) : '' }), voice)
  const { ipv4, ipv6 } = ranges.value
  return {
    title,
    tone: ranges.value.source === 'shipped' ? 'warning' : 'plain',
    summary: voice.words('cards.ranges.summary', { count: ipv4.length + ipv6.length }),
    parts: [...sandboxNote(voice), normal(voice.words('cards.ranges.what')), ...listOf(ranges.value, voice)],
  }
}

const RANGES_SHOWN = 12

/** The same under a diagnosis that a firewall may explain, as far as there is room; nothing where the ranges do not matter. */
export function rangesParts(ranges: MailRanges | null, voice: Voice): readonly Part[] {
  if (!ranges) return []
  const total = ranges.ipv4.length + ranges.ipv6.length
  const rest = total > RANGES_SHOWN ? [normal(voice.words('cards.ranges.whole', { total }))] : []
  return under(voice.words('cards.headings.ranges'), [...listOf(ranges, voice, RANGES_SHOWN), ...rest])
}

function listOf(ranges: MailRanges, voice: Voice, most = Number.POSITIVE_INFINITY): readonly Part[] {
  const at = sayDay(ranges.asOf, voice.showing.language)
  const args = { version: ranges.version, at, instance: ranges.instance }
  return [
    { is: 'proof', lines: atMost([...ranges.ipv4, ...ranges.ipv6], most, voice) },
    quiet(voice.words(ranges.source === 'live' ? 'cards.ranges.live' : 'cards.ranges.shipped', args)),
  ]
}
