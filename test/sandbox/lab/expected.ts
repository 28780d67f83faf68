import type { EvidenceCode, FindingCode, Stage } from '../../../src/domain/finding.ts'
import type { PolicyReport } from '../../../src/domain/incident.ts'

/** What the diagnosis of a row of the catalogue must come to. */
export interface Expected {
  /** The verdict. */
  readonly finding: FindingCode
  /** Where the finding that the verdict stands on shows; null when nothing stops mail. */
  readonly stage: Stage | null
  /** The reply that Exchange Online is said to give; null for none. */
  readonly code: string | null
  /** Codes that must be among the proof of any finding. */
  readonly proof?: readonly EvidenceCode[]
  /** Every warning, in order of their names. Default none. */
  readonly warnings?: readonly FindingCode[]
  /** Every other fault, in order of their names. Left out: whatever there is. */
  readonly faults?: readonly FindingCode[]
  /** What Exchange Online was heard to say before: a fault that shows only now and then is looked for on a report. */
  readonly reported?: FindingCode
  /** What Exchange Online writes when it tries the row is known. */
  readonly tried?: true
  /** The row is a connector’s smart host: no mail waits there, or some does. */
  readonly queue?: 'empty' | 'waiting'
  /** The known-good target says nothing either, or is refused like the row. Default: it answers. */
  readonly control?: 'silent' | 'refused'
  /** A recipient is asked for too. */
  readonly recipient?: true
  readonly policies?: Partial<PolicyReport>
}

/** By the name of the row. */
export type ExpectedTable = Readonly<Record<string, Expected>>

/** Mail flows. */
export const flows: Expected = { finding: 'no-fault-found', stage: null, code: null }
