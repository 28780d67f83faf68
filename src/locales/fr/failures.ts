import type { Same } from '../same.ts'
import type { failures as en } from '../en/failures.ts'

export const failures: Same<typeof en> = {}
