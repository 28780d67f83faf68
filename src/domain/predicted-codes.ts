import type { EvidenceLine, FindingCode, Stage } from './finding.ts'

/** What Exchange Online writes for a finding: the usual reply first, then others seen for the same cause. */
export interface Prediction {
  readonly code: string
  readonly also: readonly string[]
}

/** What the reply depends on beside the finding. Left out: a smart host, and whatever stage and proof are usual. */
export interface Circumstances {
  readonly as?: 'smart-host' | 'domain'
  readonly stage?: Stage
  readonly evidence?: readonly EvidenceLine[]
}

const reply = (code: string, ...also: readonly string[]): Prediction => ({ code, also })

const DNS = '450 4.4.312'
const TIMED_OUT = '450 4.4.315'
const REFUSED = '450 4.4.316'
const CATCH_ALL = '450 4.4.317'
const DROPPED = '450 4.4.318'
/** No such domain, told at once. */
const NO_DOMAIN = '550 5.4.310'

/** Microsoft documents 4.7.320 for certificates; published traces of certificate faults carry 4.4.317. */
const certificateFault = reply(CATCH_ALL, '450 4.7.320')

/** Microsoft, "Mail flow intelligence in EOP" and the list of NDR codes; where those are silent, the replies seen in published traces. */
const PREDICTIONS: Partial<Record<FindingCode, Prediction>> = {
  'dns-query-failed': reply(DNS),
  'dns-no-records': reply(DNS),
  'dns-servers-failing': reply(DNS),
  'dns-domain-missing': reply(DNS, NO_DOMAIN),
  'dns-domain-expired': reply(DNS, NO_DOMAIN),
  'null-mx': reply(NO_DOMAIN, '550 5.1.10'),
  'dns-cname-loop': reply(DNS),
  'mx-invalid': reply(DNS),
  'dns-stale': reply(DNS, TIMED_OUT, REFUSED),
  'address-not-public': reply(TIMED_OUT, REFUSED, CATCH_ALL),
  'connection-timed-out': reply(TIMED_OUT, CATCH_ALL),
  'connection-refused': reply(REFUSED, CATCH_ALL),
  'connection-unreachable': reply(TIMED_OUT, REFUSED),
  'session-refused': reply(CATCH_ALL),
  'service-unavailable': reply(CATCH_ALL),
  'not-smtp': reply(CATCH_ALL, DROPPED),
  'starttls-missing': reply(CATCH_ALL),
  'starttls-masked': reply(CATCH_ALL, DROPPED),
  'tls-handshake-failed': reply(CATCH_ALL, DROPPED),
  'tls-version-too-old': reply(CATCH_ALL),
  'tls-no-shared-cipher': reply(CATCH_ALL),
  'client-certificate-demanded': reply(CATCH_ALL),
  'certificate-rejected': certificateFault,
  'certificate-expired': certificateFault,
  'certificate-not-yet-valid': certificateFault,
  'certificate-name-mismatch': certificateFault,
  'certificate-untrusted': certificateFault,
  'certificate-revoked': certificateFault,
  'certificate-weak': certificateFault,
  'certificate-depends-on-sni': certificateFault,
  'connection-dropped': reply(DROPPED),
  'dane-starttls-missing': reply('450 4.7.321'),
  'dane-certificate-expired': reply('450 4.7.322'),
  'dane-tlsa-invalid': reply('450 4.7.323'),
  'dane-dnssec-invalid': reply('450 4.7.324', DNS),
  'dane-certificate-name-mismatch': reply('450 4.7.325'),
  'mta-sts-mx-mismatch': reply('450 4.4.8'),
  'mta-sts-certificate-invalid': reply('450 4.7.5'),
  'mail-loop': reply('554 5.4.14', '550 5.4.6'),
  'recipient-unknown': reply('550 5.1.1', '550 5.1.351', '550 5.1.10', '550 5.4.1'),
  'relay-denied': reply('550 5.7.64', '550 5.7.1', '550 5.4.1', '550 5.7.367'),
  'message-too-large': reply('552 5.3.4', '550 5.2.3'),
  tarpit: reply(DROPPED),
  'slow-server': reply(DROPPED),
  'one-of-many-down': reply(REFUSED, TIMED_OUT, CATCH_ALL),
  'ipv6-broken': reply(TIMED_OUT, REFUSED, CATCH_ALL),
}

/** null where Exchange Online has no reply of its own for it. */
export function predicted(finding: FindingCode, { as = 'smart-host', stage, evidence = [] }: Circumstances = {}): Prediction | null {
  const shows = (code: EvidenceLine['code']): boolean => evidence.some((line) => line.code === code)
  switch (finding) {
    case 'dns-domain-missing':
      return as === 'domain' ? reply(NO_DOMAIN, DNS) : reply(DNS, NO_DOMAIN)
    case 'null-mx':
      return as === 'domain' ? reply(NO_DOMAIN, '550 5.1.10') : reply(NO_DOMAIN, '550 5.1.10', DNS)
    case 'connection-timed-out':
      if (shows('reply-unfinished')) return reply(CATCH_ALL, DROPPED, TIMED_OUT)
      // A server that took the connection and then fell silent is told as a broken connection.
      return stage === undefined || stage === 'connect' ? reply(TIMED_OUT, CATCH_ALL) : reply(DROPPED, TIMED_OUT, CATCH_ALL)
    case 'connection-dropped':
      return stage === 'connect' || stage === 'banner' ? reply(DROPPED, CATCH_ALL) : reply(DROPPED)
    case 'hosts-disagree':
      return stage === 'starttls' ? reply(CATCH_ALL) : certificateFault
    case 'one-of-many-down':
      return shows('connect-refused') || !shows('connect-timed-out')
        ? reply(REFUSED, TIMED_OUT, CATCH_ALL)
        : reply(TIMED_OUT, REFUSED, CATCH_ALL)
    case 'connector-misconfigured':
      // Mail that is routed back to where it came from goes in circles until its hops are used up.
      return shows('connector-mx-loops') || shows('connector-host-loops') ? reply('554 5.4.14', '550 5.4.6') : null
    default:
      return passedOn(finding, evidence) ?? PREDICTIONS[finding] ?? null
  }
}

/** What the other side answers to a recipient is handed to the sender as it is, with its own code. */
function passedOn(finding: FindingCode, evidence: readonly EvidenceLine[]): Prediction | null {
  const line = evidence.find((each) => each.code === 'recipient-reply')
  const [, code, status] = /^([45]\d\d)[ -]([45]\.\d{1,3}\.\d{1,3})(?![.\d])/.exec(String(line?.args.reply ?? '')) ?? []
  if (code === undefined || status === undefined) return null
  const usual = PREDICTIONS[finding]
  const own = `${code} ${status}`
  return reply(own, ...[usual?.code ?? [], usual?.also ?? []].flat().filter((each) => each !== own))
}
