import { cards } from './cards.ts'
import { commands } from './commands.ts'
import { console } from './console.ts'
import { evidence } from './evidence.ts'
import { failures } from './failures.ts'
import { fixes } from './fixes.ts'
import { guards } from './guards.ts'
import { history } from './history.ts'
import { reasons } from './reasons.ts'
import { refusals } from './refusals.ts'
import { terms } from './terms.ts'
import { verification } from './verification.ts'

export const fr = { evidence, reasons, guards, refusals, failures, verification, fixes, cards, history, commands, console, terms }
