import type { Evidence } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'
import { soundBeside, troubleFinding } from '../domain/transcript.ts'

/** Whether a name leads to an address that no mail from outside can reach. Such addresses are never connected to. */
export function address(evidence: Evidence): readonly Finding[] {
  const affected = evidence.transcripts.filter((each) => each.fault?.why.is === 'not-public')
  return troubleFinding({
    finding: 'address-not-public',
    stage: 'dns',
    severity: 'fault',
    affected,
    sound: soundBeside(affected, evidence),
    total: evidence.transcripts.length,
    prove: ({ ip, fault }) => (fault?.why.is === 'not-public' ? [{ code: 'address-special', args: { ip, range: fault.why.range } }] : []),
  })
}
