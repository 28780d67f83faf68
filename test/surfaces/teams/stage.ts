import { afterEach, beforeEach, jest } from '@jest/globals'
import type { Card } from '../../../src/cards/card.ts'
import type { ReplyTo } from '../../../src/domain/post.ts'
import type { Press } from '../../../src/domain/press.ts'
import type { CommandContext } from '../../../src/surfaces/commands.ts'
import type { PressAnswer, PressContext } from '../../../src/surfaces/presses.ts'
import { activityOf, type ConnectorCall, type Rig, startRig } from '../../support/teams-rig.ts'

export const plain = (title: string): Card => ({ title, tone: 'plain', summary: title, parts: [] })
export const facts = (title: string): Card => ({ ...plain(title), parts: [{ is: 'facts', facts: [['Enabled', 'True']] }] })

/** One fresh surface for each test, with what reached it and what it answers. */
export interface Stage {
  readonly rig: Rig
  readonly commands: { readonly text: string; readonly context: CommandContext }[]
  readonly presses: Press[]
  /** Where slow answers to the presses would go. */
  readonly replies: (ReplyTo | null)[]
  readonly answerTo: { command: Card; press: PressAnswer }
  /** Called before a press is answered. */
  onPress: (reply: ReplyTo | null) => void
  /** Messages that went to Teams. */
  sent(): readonly ConnectorCall[]
}

export function setStage(): Stage {
  let rig: Rig
  let commands: Stage['commands']
  let presses: Stage['presses']
  let replies: Stage['replies']
  let answerTo: Stage['answerTo']
  let onPress: Stage['onPress']
  beforeEach(async () => {
    jest.spyOn(console, 'error').mockImplementation(() => {})
    commands = []
    presses = []
    replies = []
    onPress = () => {}
    answerTo = { command: facts('Answer'), press: { is: 'notice', card: plain('Noted') } }
    const answers = {
      async answerCommand(text: string, context: CommandContext) {
        commands.push({ text, context })
        return answerTo.command
      },
      async answerPress(press: Press, { reply }: PressContext) {
        presses.push(press)
        replies.push(reply)
        onPress(reply)
        return answerTo.press
      },
    }
    rig = await startRig(answers, ['alex.martin@contoso.example'])
  })
  afterEach(async () => {
    await rig.stop()
    jest.restoreAllMocks()
  })
  return {
    get rig() {
      return rig
    },
    get commands() {
      return commands
    },
    get presses() {
      return presses
    },
    get replies() {
      return replies
    },
    get answerTo() {
      return answerTo
    },
    set onPress(called: Stage['onPress']) {
      onPress = called
    },
    sent: () => rig.calls.filter((call) => call.method === 'POST' && call.path.includes('/activities')),
  }
}

export const shown = (call: ConnectorCall | undefined): string => JSON.stringify(call?.body.attachments)

/** A press of a button, as Teams sends it. */
export const invoke = (data: unknown): object =>
  activityOf({ type: 'invoke', name: 'adaptiveCard/action', replyToId: '100', value: { action: { type: 'Action.Execute', data } } })
