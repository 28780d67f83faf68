import type { LabRow } from './lab-row.ts'

/** Every row of the fault catalogue that one machine can play. */
export const LAB_ROWS: readonly LabRow[] = []
