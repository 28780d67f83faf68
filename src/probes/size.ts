import type { Evidence, Transcript } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'
import { troubleFinding } from '../domain/transcript.ts'

/** A server that takes less than this turns away ordinary mail with an attachment, bytes. */
const SMALL_BYTES = 1_000_000

/** Whether the largest message a server announces (RFC 1870 §4) is so small that ordinary mail will not fit. */
export function size({ transcripts }: Evidence): readonly Finding[] {
  return troubleFinding({
    finding: 'message-too-large',
    stage: 'ehlo',
    severity: 'warning',
    affected: transcripts.filter((each) => smallLimit(each) !== null),
    sound: 0,
    prove: (each) => [{ code: 'size-limit', args: { ip: each.ip, bytes: smallLimit(each) ?? 0 } }],
  })
}

/** null when nothing is announced; 0 is announced for "no fixed limit" (RFC 1870 §4). */
function smallLimit({ ehlo }: Transcript): number | null {
  const announced = ehlo.slice(1).flatMap((line) => /^\d{3}[ -]SIZE[ =](\d{1,20})\s*$/i.exec(line)?.[1] ?? [])
  const bytes = Number(announced[0] ?? 0)
  return bytes > 0 && bytes < SMALL_BYTES ? bytes : null
}
