import type { Same } from '../same.ts'
import type { commands as en } from '../en/commands.ts'

export const commands: Same<typeof en> = {}
