import { Failure } from '../../../domain/failure.ts'
import type { Language } from '../../../domain/language.ts'
import type { MailRanges } from '../../../domain/mail-ranges.ts'
import { wordsOf } from '../../../locales/words.ts'
import type { ConsoleWorld } from '../console-world.ts'
import type { RangeFormat } from '../options.ts'
import { json, type Outcome, printed } from '../outcome.ts'

/**
 * `mailflow ranges`: where Exchange Online connects from on TCP port 25. `plain`: one range a line, to paste into a firewall; `json`: `{"instance",
 * "version", "source", "asOf", "ipv4", "ipv6"}`; `csv`: range, family, version, as of. Where the list comes from and how old it is goes to
 * standard error, so that a script that reads the list gets nothing but the list.
 */
export async function rangesCommand(world: ConsoleWorld, format: RangeFormat, language: Language): Promise<Outcome> {
  const ranges = await world.ranges.current()
  if (ranges.is !== 'found') throw new Failure('no-ranges', { why: ranges.is === 'unknown' ? ranges.why : '' })
  const { value } = ranges
  const { instance, version } = value
  const stamp = wordsOf(language)(value.source === 'live' ? 'cards.ranges.live' : 'cards.ranges.shipped', {
    instance,
    version,
    at: value.asOf.slice(0, 10),
  })
  return { ...drawn(value, format), err: `${stamp}\n` }
}

function drawn(ranges: MailRanges, format: RangeFormat): Outcome {
  const all = [...ranges.ipv4, ...ranges.ipv6]
  if (format === 'json') return json(ranges)
  if (format === 'plain') return printed(all.join('\n'))
  const rows = all.map((range) => [range, range.includes(':') ? 'ipv6' : 'ipv4', ranges.version, ranges.asOf].join(','))
  return printed(['range,family,version,asOf', ...rows].join('\n'))
}
