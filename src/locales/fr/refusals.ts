import type { Same } from '../same.ts'
import type { refusals as en } from '../en/refusals.ts'

export const refusals: Same<typeof en> = {}
