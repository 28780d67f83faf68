/** An Outlook item (.msg) is a compound file; its words stand in it as UTF-16. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0]
const SAMPLE = 1_000
const WORDS = /[\t\n\r -~\u00a0-\u024f\u2010-\u203a\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]{4,}/g

/** The text in a file: by its byte order mark, else as what its bytes look like. */
export function textOfBytes(bytes: Uint8Array): string {
  if (COMPOUND_FILE.every((byte, at) => bytes[at] === byte)) return (decode(bytes, 'utf-16le').match(WORDS) ?? []).join('\n')
  const utf16 = utf16Of(bytes)
  if (utf16 !== null) return decode(bytes, utf16)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decode(bytes, isMostlyUtf8(bytes) ? 'utf-8' : 'windows-1252')
  }
}

/** Windows tools write UTF-16, most of them with a byte order mark. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, SAMPLE)
  const zeros = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1
  })
  const many = sample.length / 5
  if (zeros[1]! > many && zeros[0]! < many / 10) return 'utf-16le'
  if (zeros[0]! > many && zeros[1]! < many / 10) return 'utf-16be'
  return null
}

/** A file that was cut in the middle of a character is still UTF-8. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const sample = decode(bytes.subarray(0, SAMPLE * 20), 'utf-8')
  const broken = sample.split('\ufffd').length - 1
  const beyondAscii = sample.match(/[\u0080-\ufffc]/g)?.length ?? 0
  return broken <= beyondAscii / 4
}

const decode = (bytes: Uint8Array, label: string): string => new TextDecoder(label).decode(bytes)
