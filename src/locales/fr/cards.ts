import type { Same } from '../same.ts'
import type { cards as en } from '../en/cards.ts'

export const cards: Same<typeof en> = {}
