import { type Answer, absent, found, unknown } from '../../domain/answer.ts'
import { TransportConfigRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'
import { readAll } from './read-rows.ts'

const CMDLET = 'Get-TransportConfig'

/** Hours until a message that cannot be delivered bounces. */
export async function readMessageExpiration(invoke: Invoke): Promise<Answer<number>> {
  const rows = readAll(CMDLET, TransportConfigRow, await invoke.read({ cmdlet: CMDLET, parameters: {} }), (row) => row.MessageExpiration)
  if (rows.is !== 'found') return rows
  const [written] = rows.value
  if (written === undefined) return absent
  const hours = hoursOf(written)
  return hours === null ? unknown(`${CMDLET}: MessageExpiration ${written}`) : found(hours)
}

/** .NET writes a span as `1.00:00:00` (days, hours, minutes, seconds); OData as `P1D` or `PT12H`. */
export function hoursOf(span: string): number | null {
  const net = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(span)
  if (net) return Number(net[1] ?? 0) * 24 + Number(net[2]) + Number(net[3]) / 60 + Number(net[4]) / 3600
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(span)
  if (!iso || span === 'P') return null
  return Number(iso[1] ?? 0) * 24 + Number(iso[2] ?? 0) + Number(iso[3] ?? 0) / 60 + Number(iso[4] ?? 0) / 3600
}
