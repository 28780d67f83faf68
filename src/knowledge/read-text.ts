import { cleanText } from './clean-text.ts'
import { hasDeliveryStatus, readDeliveryStatus } from './read-delivery-status.ts'
import { readEntries } from './read-entries.ts'
import { hasLed, readLed } from './read-led.ts'
import { type Reading, sentAt } from './read-line.ts'
import { hasCitations, readNdr } from './read-ndr.ts'

/** Where a report, a trace or a queue names whom the message was for. */
const NAMED =
  /(?:Recipients?(?: ?Address)?|Adresse du destinataire|Empfängeradresse|Dirección del destinatario|Indirizzo del destinatario|受信者のアドレス)["']?\s{0,20}[:=]?\s{0,20}["'{]?<?([^\s@<>()"';,{}]{1,64}@[^\s@<>()"';,{}]{1,253})|\bto=<([^\s@<>]{1,64}@[^\s@<>]{1,253})>|(?:Your message to|Votre message à|Ihre Nachricht an|Su mensaje (?:a|para))\s{1,5}<?([^\s@<>()]{1,64}@[A-Za-z0-9.-]{1,253})/gi
const MOST_NAMED = 50
const MOST_BESIDE = 2_000
const REPLY_LINE = /(?:^\W{0,5}|: |['"])[45]\d\d[ -]#?[45]\.[0-7]\.\d/
/** When the message was sent, as the details of a non-delivery report have it. */
const CREATED =
  /^[ \t]{0,9}(?:Created Date|Date de création|Erstellungsdatum|Erstellt am|Fecha de creación|Data di creazione|Data de criação|Gemaakt op|Aanmaakdatum|作成日時?) ?[:：][ \t]{0,9}([^\n]{6,60})/im

/** The readings of a text by the most telling form found in it, in the order they stand there. */
export function readText(raw: string): readonly Reading[] {
  const text = cleanText(raw)
  const sent = text.includes('\n') ? (CREATED.exec(text)?.[1] ?? null) : null
  const told = readingsOf(text)
  const readings = sent === null ? told : told.map((each) => sentAt(each, sent))
  if (readings.every(({ recipient }) => recipient !== null)) return readings
  const recipient = namedIn(text)
  return recipient === null ? readings : readings.map((each) => (each.recipient === null ? { ...each, recipient } : each))
}

function readingsOf(text: string): readonly Reading[] {
  const told = hasLed(text) ? readLed(text) : []
  if (told.some(({ finding }) => finding !== 'unrecognised')) return [...told, ...readBeside(text, told)]
  const cited = hasCitations(text) ? readNdr(text) : []
  const stated = hasDeliveryStatus(text) ? readDeliveryStatus(text) : []
  const reported = [...stated, ...cited]
  return reported.length > 0 ? reported : told.length > 0 ? told : readEntries(text)
}

/** Errors of another kind in lines of their own beside those of a trace. */
function readBeside(text: string, told: readonly Reading[]): readonly Reading[] {
  if (!text.includes('\n')) return []
  const lines = text.split('\n', MOST_BESIDE).filter((line) => !/[{}]/.test(line))
  if (!lines.some((line) => REPLY_LINE.test(line))) return []
  const rest = lines.join('\n')
  const known = new Set<string>(['unrecognised', 'message-expired', ...told.map(({ finding }) => finding)])
  return (hasCitations(rest) ? readNdr(rest) : readEntries(rest)).filter(
    (each) => each.reply !== null && each.status !== null && !known.has(each.finding),
  )
}

/** The one recipient a text names; null where it names several. */
function namedIn(text: string): string | null {
  if (!text.includes('@')) return null
  const named = new Set<string>()
  let seen = 0
  for (const match of text.matchAll(NAMED)) {
    named.add((match[1] ?? match[2] ?? match[3])!.toLowerCase().replace(/[.:]$/, ''))
    if (named.size > 1 || ++seen === MOST_NAMED) break
  }
  return named.size === 1 ? [...named][0]! : null
}
