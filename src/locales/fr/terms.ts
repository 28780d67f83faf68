import type { Same } from '../same.ts'
import type { terms as en } from '../en/terms.ts'

export const terms: Same<typeof en> = {}
