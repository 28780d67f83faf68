import type { Same } from '../same.ts'
import type { history as en } from '../en/history.ts'

export const history: Same<typeof en> = {}
