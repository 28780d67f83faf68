import type { Evidence } from '../domain/evidence.ts'
import type { Finding } from '../domain/finding.ts'
import { nothingPending, soundBeside, troubleFinding } from '../domain/transcript.ts'

/**
 * Whether a name leads to an address that no mail from outside can reach. Such addresses are never connected to. A name may have another address
 * in DNS inside a company than outside: while nothing waits, that is no fault.
 */
export function address(evidence: Evidence): readonly Finding[] {
  const affected = evidence.transcripts.filter((each) => each.fault?.why.is === 'not-public')
  return troubleFinding({
    finding: 'address-not-public',
    stage: 'dns',
    severity: nothingPending(evidence) && affected.every((each) => each.host !== each.ip) ? 'warning' : 'fault',
    affected,
    sound: soundBeside(affected, evidence),
    total: evidence.transcripts.length,
    prove: ({ ip, fault }) => (fault?.why.is === 'not-public' ? [{ code: 'address-special', args: { ip, range: fault.why.range } }] : []),
    also: nothingPending(evidence) ? [{ code: 'pending-none', args: { since: evidence.at } }] : [],
  })
}
