/** What can be wrong with one host of the lab; a host has at most one fault at a time. */
export const LAB_FAULTS = [
  'refused', //                 nothing listens
  'timeout', //                 connection attempts are never answered
  'service-unavailable', //     421 banner, then closed
  'closed-before-banner', //    accepted and closed without a word
  'closed-at-ehlo', //          banner, then closed when EHLO arrives
  'no-starttls', //             EHLO does not offer STARTTLS
  'certificate-expired',
  'certificate-name', //        trusted and in date, for another name
  'certificate-self-signed', // the right name, signed by itself
  'dns-failure', //             every query for the name is answered SERVFAIL
] as const
export type LabFault = (typeof LAB_FAULTS)[number]

/** The banner of a host with `service-unavailable`, and what Exchange Online quotes of it. */
export const UNAVAILABLE_BANNER = '421 4.3.2 Service not available'
