import { type Deferral, deferred, NO_SUCH_NAME, type Outcome, SERVERS_FAIL, TIMED_OUT, type TlsDemand } from '../attempt-delivery.ts'
import { canonicalAddress } from '../documentation-address.ts'
import { type Refusal, refusalOf } from './attempt-machine.ts'
import type { LabRow } from './lab-row.ts'
import type { Machine } from './machine.ts'

/** Faults that make a sender go on to the next address (RFC 5321 §5.1). */
const TRIES_NEXT: readonly Machine['conduct']['is'][] = ['refused', 'silent', 'reset-on-accept']

const NO_RECORDS: Deferral = { reply: '450 4.4.312 DNS query failed', message: 'InfoNoRecords' }

/** What Exchange Online would get from a name or an address of the catalogue; null for one that is not in it. */
export function attemptRow(rows: readonly LabRow[], asked: string, demand: TlsDemand, at: Date): Outcome | null {
  const row = rows.find((each) => each.target === asked)
  const machines = row?.machines ?? machinesNamed(rows, asked)
  const unresolved = row === undefined ? null : resolutionFault(row)
  if (unresolved !== null) return toOutcome(unresolved, { host: asked, ip: null }, at)
  if (machines.length === 0) return row === undefined ? null : deferred({ host: asked, ip: null }, nameFault(row), at)
  return attemptMachines(machines, demand, at)
}

/** One of them, and not always the same: which it is follows from the second of the attempt. */
function attemptMachines(machines: readonly Machine[], demand: TlsDemand, at: Date): Outcome {
  const first = Math.floor(at.getTime() / 1000) % machines.length
  const inTurn = [...machines.slice(first), ...machines.slice(0, first)]
  const met = inTurn.find((each) => !TRIES_NEXT.includes(each.conduct.is)) ?? inTurn[0]!
  const refusal = refusalOf(met, demand)
  return refusal === null ? { is: 'delivered' } : toOutcome(refusal, met, at)
}

function toOutcome(refusal: Refusal, to: { readonly host: string; readonly ip: string | null }, at: Date): Outcome {
  return refusal.is === 'rejects' ? { is: 'rejected', reply: refusal.reply } : deferred(to, refusal, at)
}

const machinesNamed = (rows: readonly LabRow[], asked: string): readonly Machine[] =>
  rows.flatMap((row) => row.machines).filter((each) => each.host === asked || canonicalAddress(each.ip) === canonicalAddress(asked))

/** Why a name could not be looked up at all. */
function resolutionFault({ target, as, zone, machines }: LabRow): Refusal | null {
  const decides = as === 'domain' ? 'MX' : 'A'
  const broken = zone?.manners?.some(({ at, is, types = [decides] }) => at === target && is !== 'cut' && types.includes(decides)) ?? false
  if (broken) return { is: 'defers', ...SERVERS_FAIL }
  const takesNone = zone?.records?.some((each) => each.type === 'MX' && each.data === '0 .') ?? false
  if (takesNone) return { is: 'rejects', reply: `550 5.4.310 DNS domain ${target} does not accept mail (null MX)` }
  const gone = as === 'domain' && machines.length === 0 && zone?.registration !== undefined
  return gone ? { is: 'rejects', reply: `550 5.4.310 DNS domain ${target} does not exist [Message=InfoDomainNonexistent]` } : null
}

/** A name without a machine: it leads elsewhere, has other records, or does not exist. */
function nameFault({ zone }: LabRow): Deferral {
  const types = zone?.records?.map((each) => each.type) ?? []
  if (types.includes('A') || types.includes('AAAA')) return TIMED_OUT
  return types.length > 0 ? NO_RECORDS : NO_SUCH_NAME
}
