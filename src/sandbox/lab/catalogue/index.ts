import type { LabRow } from './lab-row.ts'
import { CERTIFICATE_ROWS } from './rows-certificate.ts'
import { CONNECTION_ROWS } from './rows-connection.ts'
import { DNS_ROWS } from './rows-dns.ts'
import { HOST_ROWS } from './rows-hosts.ts'
import { POLICY_ROWS } from './rows-policies.ts'
import { RECIPIENT_ROWS } from './rows-recipient.ts'
import { SESSION_ROWS } from './rows-session.ts'
import { STARTTLS_ROWS } from './rows-starttls.ts'
import { TLS_ROWS } from './rows-tls.ts'
import { VANTAGE_ROWS } from './rows-vantage.ts'

/** Every row of the fault catalogue that the lab can play, family by family. */
export const LAB_ROWS: readonly LabRow[] = [
  ...DNS_ROWS,
  ...POLICY_ROWS,
  ...CONNECTION_ROWS,
  ...SESSION_ROWS,
  ...STARTTLS_ROWS,
  ...TLS_ROWS,
  ...CERTIFICATE_ROWS,
  ...RECIPIENT_ROWS,
  ...HOST_ROWS,
  ...VANTAGE_ROWS,
]
