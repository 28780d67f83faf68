/** What the message trace writes beside an event. Forms seen in real traces: Defer and Fail carry `Reason: [{LED=…};{MSG=…};…]`. */

export const LOOP = '554 5.4.14 Hop count exceeded - possible mail loop ATTR34'

export const NO_HOST = 'Reason: [{LED=450 4.4.312 DNS query failed [Message=InfoNoRecords]};{MSG=InfoNoRecords};{FQDN=};{IP=};{LRT=}]'

/** Final text of a message that was refused or gave up. */
export const failText = (led: string): string => `Reason: [{LED=${led}};{MSG=};{FQDN=};{IP=};{LRT=}]`

/**
 * What a deferral turns into when the message expires: the same last digits with class 5 where such non-delivery reports are known
 * (4.4.312, 4.4.316, 4.4.317, 4.4.318), the general 5.4.300 for the rest.
 */
export function whenExpired(deferral: string): string {
  const led = /LED=(?<led>.*?)\};/s.exec(deferral)?.groups?.led ?? deferral
  const twin = /^450 4\.4\.(?<last>312|316|317|318)\b\s*(?<name>[^[]*)/.exec(led)
  if (twin?.groups) return `550 5.4.${twin.groups.last} Message expired, ${twin.groups.name?.trim().toLowerCase()}`
  return `550 5.4.300 Message expired -> ${led}`
}
