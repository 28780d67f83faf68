import { found, unknown } from '../../domain/answer.ts'
import type { ValidationOutcome, ValidationTask } from '../../domain/validation.ts'
import { ValidationRow } from './answers.ts'
import type { Invoke } from './invoke-command.ts'

const CMDLET = 'Validate-OutboundConnector'
/** It takes a minute or two. */
const TIMEOUT_MS = 180_000
const LONGEST_DETAIL = 2000

/**
 * Validate-OutboundConnector: connects to each smart host and sends a real message, so it is sent once and never repeated. It gives one
 * object per task; only `unknown` means that mail may have been sent all the same.
 */
export async function validateConnector(invoke: Invoke, identity: string, recipients: readonly string[]): Promise<ValidationOutcome> {
  const sent = await invoke.send({
    cmdlet: CMDLET,
    parameters: { Identity: identity, Recipients: recipients, Confirm: false },
    timeoutMs: TIMEOUT_MS,
  })
  if (sent.is !== 'found') return sent
  const tasks = sent.value.map((row) => ValidationRow.safeParse(row))
  if (tasks.length === 0 || tasks.some((task) => !task.success)) return unknown(`${CMDLET}: the answer lists no tasks`)
  return found(tasks.flatMap((task) => (task.success ? [taskOf(task.data)] : [])))
}

const taskOf = ({
  TaskName,
  IsTaskSuccessful,
  TaskDetail,
}: {
  TaskName: string
  IsTaskSuccessful: boolean
  TaskDetail: string
}): ValidationTask => ({
  name: TaskName.slice(0, 200),
  ok: IsTaskSuccessful,
  detail: TaskDetail.trim().slice(0, LONGEST_DETAIL) || null,
})
