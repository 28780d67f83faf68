import type { Entry } from '../../../domain/explanation.ts'
import type { FindingCode } from '../../../domain/finding.ts'
import { certificate } from './certificate.ts'
import { connection } from './connection.ts'
import { dns } from './dns.ts'
import { policy } from './policy.ts'
import { session } from './session.ts'
import { tenant } from './tenant.ts'

/** Everything known, in English. A finding without an entry does not compile. */
export const entries = { ...dns, ...connection, ...session, ...certificate, ...policy, ...tenant } satisfies Readonly<
  Record<FindingCode, Entry>
>
