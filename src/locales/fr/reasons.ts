import type { Same } from '../same.ts'
import type { reasons as en } from '../en/reasons.ts'

export const reasons: Same<typeof en> = {}
