import { evidence } from './evidence.ts'
import { reasons } from './reasons.ts'
import { guards } from './guards.ts'
import { refusals } from './refusals.ts'
import { failures } from './failures.ts'
import { verification } from './verification.ts'
import { fixes } from './fixes.ts'
import { cards } from './cards.ts'
import { history } from './history.ts'
import { commands } from './commands.ts'
import { console } from './console.ts'
import { terms } from './terms.ts'

export const en = { evidence, reasons, guards, refusals, failures, verification, fixes, cards, history, commands, console, terms }
