import type { Same } from '../same.ts'
import type { guards as en } from '../en/guards.ts'

export const guards: Same<typeof en> = {}
