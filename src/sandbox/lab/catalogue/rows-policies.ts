import type { LabRow } from './lab-row.ts'
import { DANE_ROWS } from './rows-dane.ts'
import { MTA_STS_ROWS } from './rows-mta-sts.ts'

export const POLICY_ROWS: readonly LabRow[] = [...DANE_ROWS, ...MTA_STS_ROWS]
