const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d
const SPACE = 0x20
const SEMICOLON = 0x3b
const LONGEST_RUN = 4
const MOST_DELIMITERS = 1_000
const LONGEST_FIELD = 160
const LONGEST_DELIMITER = 200
const LONGEST_NAME = 20

const RETURNED = /^content-type:\s{0,9}(?:message\/(?:rfc822|global|global-headers)|text\/rfc822-headers)\b/i
/** A parameter on a line of its own whose indentation was lost on the way, so that it looks like no part of the field above. */
const PARAMETER = /^(?:boundary|charset|report-type|name|filename|type|differences) ?=/i
const MOST_MENDED = 1_000
const STATUS = /^content-type:\s{0,9}message\/(?:global-)?delivery-status\b/i

/**
 * The source of a mail without the messages that reports return (RFC 6522 §3: they stand behind the status, and may be large), with one
 * kind of line end, and with long runs of empty lines shortened: the parser takes quadratic time over them,
 * and its time over every line, so that only so many are kept.
 */
export function skipReturned(source: Uint8Array, mostLines: number): Uint8Array {
  const bytes = source.includes(LF) ? source : source.map((byte) => (byte === CR ? LF : byte))
  const kept = new Uint8Array(bytes.length + MOST_MENDED)
  const skipper = new Skipper(bytes)
  let length = 0
  let lines = 0
  let mended = 0
  for (let at = 0; at < bytes.length && lines < mostLines; ) {
    const newline = bytes.indexOf(LF, at)
    const end = newline < 0 ? bytes.length : newline + 1
    if (skipper.keeps(at, end)) {
      if (skipper.lacksIndentation(at) && mended < MOST_MENDED) {
        kept[length++] = SPACE
        mended += 1
      }
      kept.set(bytes.subarray(at, end), length)
      length += end - at
      lines += 1
    }
    at = end
  }
  return kept.subarray(0, length)
}

/** Goes through the lines of a mail in order and says of each whether it is wanted. */
class Skipper {
  readonly #bytes: Uint8Array
  #emptyLines = 0
  #delimiters = 0
  /** Where the delimiter line of the part begins that the present line stands in; -1 before the first. */
  #delimiter = -1
  #hasStatus = false
  #isReturned = false
  #inHead = true

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  keeps(at: number, end: number): boolean {
    const isEmpty = end - at === 1 || (end - at === 2 && this.#bytes[at] === CR)
    this.#emptyLines = isEmpty ? this.#emptyLines + 1 : 0
    if (this.#bytes[at] === DASH && this.#bytes[at + 1] === DASH) this.#passDelimiter(at, end)
    else if (this.#inHead && isEmpty) this.#inHead = false
    else if (this.#inHead && !this.#isReturned) this.#passField(at)
    return this.#emptyLines <= LONGEST_RUN && this.#delimiters <= MOST_DELIMITERS && !(this.#isReturned && !this.#inHead && !isEmpty)
  }

  lacksIndentation(at: number): boolean {
    if (!this.#inHead || at < 3) return false
    const before = this.#bytes[at - 2] === CR ? this.#bytes[at - 3] : this.#bytes[at - 2]
    return before === SEMICOLON && PARAMETER.test(String.fromCharCode(...this.#bytes.subarray(at, at + LONGEST_NAME)))
  }

  /** A returned message ends at the delimiter of its own part, not at those of its parts. */
  #passDelimiter(at: number, end: number): void {
    if (this.#isReturned && !this.#isSameDelimiter(at)) return
    if (this.#isReturned) this.#hasStatus = false
    this.#isReturned = false
    this.#inHead = true
    this.#delimiters += 1
    if (end - at <= LONGEST_DELIMITER) this.#delimiter = at
  }

  #isSameDelimiter(at: number): boolean {
    for (let nth = 0; nth < LONGEST_DELIMITER; nth += 1) {
      const byte = this.#bytes[this.#delimiter + nth]
      if (byte === undefined || byte === LF || byte === CR) return true
      if (byte !== this.#bytes[at + nth]) return false
    }
    return true
  }

  #passField(at: number): void {
    // `Content-T…`
    if (((this.#bytes[at] ?? 0) | 0x20) !== 0x63 || this.#bytes[at + 7] !== DASH || ((this.#bytes[at + 8] ?? 0) | 0x20) !== 0x74) return
    const field = String.fromCharCode(...this.#bytes.subarray(at, at + LONGEST_FIELD))
    if (STATUS.test(field)) this.#hasStatus = true
    else if (this.#hasStatus && this.#delimiter >= 0 && RETURNED.test(field)) this.#isReturned = true
  }
}
