import type { Same } from '../same.ts'
import type { verification as en } from '../en/verification.ts'

export const verification: Same<typeof en> = {}
