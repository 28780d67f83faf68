import { LINE_LIMIT, textOf } from './smtp-replies.ts'

/** Bytes in, lines out. */
export interface LineCutter {
  /** The lines that a chunk completes, without their CRLF or LF. */
  push(chunk: Buffer): readonly string[]
  /** The start of a line that is not complete; it is forgotten here. */
  rest(): string
}

/** As many bytes as the characters that are kept of a line can take in UTF-8. */
const LINE_BYTES = LINE_LIMIT * 4
const LF = 0x0a

/** Of a line no more is kept than can be shown: one that never ends costs no memory, and each byte is looked at once. */
export function lineCutter(): LineCutter {
  let parts: Buffer[] = []
  let bytes = 0

  const keep = (part: Buffer): void => {
    const kept = part.subarray(0, LINE_BYTES - bytes)
    if (kept.length === 0) return
    parts.push(kept)
    bytes += kept.length
  }
  const take = (): string => {
    const line = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    parts = []
    bytes = 0
    return textOf(whole(line)).replace(/\r$/, '')
  }
  return {
    push: (chunk) => {
      const lines: string[] = []
      let from = 0
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, from)) {
        keep(chunk.subarray(from, at))
        lines.push(take())
        from = at + 1
      }
      keep(chunk.subarray(from))
      return lines
    },
    rest: take,
  }
}

/** A line that was cut does not end inside a character. */
function whole(line: Buffer): Buffer {
  if (line.length < LINE_BYTES) return line
  let end = line.length - 1
  while (end > line.length - 4 && ((line[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return line.subarray(0, end)
}
