import type { Same } from '../same.ts'
import type { fixes as en } from '../en/fixes.ts'

export const fixes: Same<typeof en> = {}
