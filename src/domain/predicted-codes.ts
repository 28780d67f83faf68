import type { FindingCode } from './finding.ts'

/** What Exchange Online writes for a finding: the usual reply first, then others seen for the same cause. */
export interface Prediction {
  readonly code: string
  readonly also: readonly string[]
}

const reply = (code: string, ...also: readonly string[]): Prediction => ({ code, also })
const CATCH_ALL = '450 4.4.317'

/** Microsoft documents 4.7.320 for certificates; published traces of certificate faults carry 4.4.317. */
const certificateFault = reply(CATCH_ALL, '450 4.7.320')

const PREDICTIONS: Partial<Record<FindingCode, Prediction>> = {
  'dns-query-failed': reply('450 4.4.312'),
  'dns-no-records': reply('450 4.4.312'),
  'dns-servers-failing': reply('450 4.4.312'),
  'dns-domain-missing': reply('450 4.4.312', '550 5.4.310'),
  'dns-domain-expired': reply('450 4.4.312'),
  'null-mx': reply('550 5.4.310'),
  'dns-cname-loop': reply('450 4.4.312'),
  'mx-invalid': reply('450 4.4.312'),
  'dns-stale': reply('450 4.4.312'),
  'address-not-public': reply('450 4.4.315', '450 4.4.316'),
  'connection-timed-out': reply('450 4.4.315'),
  'connection-refused': reply('450 4.4.316'),
  'connection-unreachable': reply('450 4.4.315', '450 4.4.316'),
  'session-refused': reply(CATCH_ALL),
  'service-unavailable': reply(CATCH_ALL),
  'not-smtp': reply(CATCH_ALL),
  'starttls-missing': reply(CATCH_ALL),
  'starttls-masked': reply(CATCH_ALL),
  'tls-handshake-failed': reply(CATCH_ALL),
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
  'connection-dropped': reply('450 4.4.318'),
  'dane-starttls-missing': reply('450 4.7.321'),
  'dane-certificate-expired': reply('450 4.7.322'),
  'dane-tlsa-invalid': reply('450 4.7.323'),
  'dane-dnssec-invalid': reply('450 4.7.324'),
  'dane-certificate-name-mismatch': reply('450 4.7.325'),
  'mta-sts-mx-mismatch': reply('450 4.4.8'),
  'mta-sts-certificate-invalid': reply('450 4.7.5'),
}

/** null where Exchange Online has no reply of its own for it. */
export const predicted = (finding: FindingCode): Prediction | null => PREDICTIONS[finding] ?? null
