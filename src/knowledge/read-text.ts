import { cleanText } from './clean-text.ts'
import { hasDeliveryStatus, readDeliveryStatus } from './read-delivery-status.ts'
import { readEntries } from './read-entries.ts'
import { hasLed, readLed } from './read-led.ts'
import { type Reading, sentAt } from './read-line.ts'
import { hasCitations, readNdr } from './read-ndr.ts'

/** Where a report, a trace or a queue names whom the message was for. */
const NAMED =
  /(?:Recipients?(?: ?Address)?|Adresse du destinataire|Empfängeradresse|Dirección del destinatario|Indirizzo del destinatario|受信者のアドレス)["']?\s{0,20}[:=]?\s{0,20}["']?<?([^\s@<>()"';,]{1,64}@[^\s@<>()"';,]{1,253})|(?:Your message to|Votre message à|Ihre Nachricht an|Su mensaje (?:a|para))\s{1,5}<?([^\s@<>()]{1,64}@[A-Za-z0-9.-]{1,253})/gi
const MOST_NAMED = 50
/** When the message was sent, as the details of a non-delivery report have it. */
const CREATED =
  /^[ \t]{0,9}(?:Created Date|Date de création|Erstellungsdatum|Erstellt am|Fecha de creación|Data di creazione|Data de criação|Gemaakt op|Aanmaakdatum|作成日時?) ?[:：][ \t]{0,9}([^\n]{6,60})/im

/** The readings of a text by the most telling form found in it, in the order they stand there. */
export function readText(raw: string): readonly Reading[] {
  const text = cleanText(raw)
  const sent = CREATED.exec(text)?.[1] ?? null
  const readings = readingsOf(text).map((each) => sentAt(each, sent))
  if (readings.every(({ recipient }) => recipient !== null)) return readings
  const recipient = namedIn(text)
  return recipient === null ? readings : readings.map((each) => (each.recipient === null ? { ...each, recipient } : each))
}

function readingsOf(text: string): readonly Reading[] {
  const told = hasLed(text) ? readLed(text) : []
  if (told.some(({ finding }) => finding !== 'unrecognised')) return told
  const cited = hasCitations(text) ? readNdr(text) : []
  const stated = hasDeliveryStatus(text) ? readDeliveryStatus(text) : []
  const reported = [...stated, ...cited]
  return reported.length > 0 ? reported : told.length > 0 ? told : readEntries(text)
}

/** The one recipient a text names; null where it names several. */
function namedIn(text: string): string | null {
  if (!text.includes('@')) return null
  const named = new Set<string>()
  let seen = 0
  for (const match of text.matchAll(NAMED)) {
    named.add((match[1] ?? match[2])!.toLowerCase().replace(/[.:]$/, ''))
    if (named.size > 1 || ++seen === MOST_NAMED) break
  }
  return named.size === 1 ? [...named][0]! : null
}
