import type { Same } from '../same.ts'
import type { evidence as en } from '../en/evidence.ts'

export const evidence: Same<typeof en> = {}
