import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { languageOf } from '../../../src/domain/language.ts'
import { refused } from '../../../src/domain/refusal.ts'
import { readErrors } from '../../../src/knowledge/read-error.ts'
import type { AttachedFile } from '../../../src/sandbox/slack/files.ts'
import type { SlackRequest } from '../../../src/sandbox/slack/signed-requests.ts'
import { type SlackDouble, startSlack } from '../../../src/sandbox/slack/start-slack.ts'
import type { SlackMessage } from '../../../src/sandbox/slack/workspace.ts'
import { createSlack } from '../../../src/surfaces/slack/create-slack.ts'
import { SHORTCUTS } from '../../../src/surfaces/slack/shortcuts.ts'
import { type FakeDesk, fakeDesk, options } from './world.ts'

/** The surface on a real port before the sandbox's Slack, which serves files over real HTTP; errors are read by the real reader. */
export interface FileWorld {
  readonly double: SlackDouble
  readonly fake: FakeDesk
  readonly log: { level: string; about: object; message: string }[]
  /** Chooses "Explain this bounce" on a message of the approver with these files; what the requester then sees. */
  explained(text: string, files: readonly AttachedFile[], by?: string): Promise<SlackMessage>
  /** Sends it to the bot in the direct conversation; what it answers there. */
  told(text: string, files: readonly AttachedFile[]): Promise<SlackMessage>
  /** The text of a message as people read it. */
  shown(message: SlackMessage): string
  send(request: SlackRequest): Promise<void>
  stop(): Promise<void>
}

export async function openFileWorld({ locale = 'en-US' } = {}): Promise<FileWorld> {
  const log: FileWorld['log'] = []
  const double = await startSlack({
    now: () => new Date().toISOString(),
    requester: { name: 'Alex', email: 'alex@contoso.example', locale },
    approver: { name: 'Sam', email: 'sam@contoso.example' },
  })
  const fake = fakeDesk({
    explain: readErrors,
    identify: async ({ email, name, locale, disqualified }) =>
      email
        ? { is: 'person', acting: { person: { id: email, name }, surface: 'slack', language: languageOf(locale) } }
        : refused('not-linked', { reason: disqualified ?? 'no-email' }),
  })
  const { botToken, signingSecret, apiUrl } = double
  const slack = await createSlack({ ...options(fake, log, []), botToken, signingSecret, apiUrl })
  const app = express()
  const server = createServer(slack.before?.(app) ?? app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await slack.start()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  const send: FileWorld['send'] = async ({ headers, body }) => {
    const answer = await fetch(url, { method: 'POST', headers, body })
    if (answer.status !== 200) throw new Error(`the surface answered ${answer.status}`)
  }
  const after = async (channel: string, before: number): Promise<SlackMessage> => {
    for (let waited = 0; waited < 4000; waited += 10) {
      const message = double.messages(channel)[before]
      if (message) return message
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`no answer; log: ${JSON.stringify(log)}`)
  }
  return {
    double,
    fake,
    log,
    send,
    async explained(text, files, by = double.users.requester) {
      const message = double.say(double.users.approver, double.channelId, text, files)
      await send(double.shortcut(by, message, SHORTCUTS.explain))
      return after(double.channelId, double.messages(double.channelId).length)
    },
    async told(text, files) {
      const channel = double.direct(double.users.requester)
      const message = double.say(double.users.requester, channel, text, files)
      await send(double.told(message))
      return after(channel, double.messages(channel).length)
    },
    shown: (message) => [...stringsIn(message.blocks)].join('\n'),
    async stop() {
      await slack.stop()
      server.closeAllConnections()
      server.close()
      await double.stop()
    },
  }
}

function* stringsIn(node: unknown): Generator<string> {
  if (typeof node === 'string') yield node
  else if (typeof node === 'object' && node !== null)
    for (const [key, each] of Object.entries(node)) if (!['type', 'value', 'action_id', 'block_id'].includes(key)) yield* stringsIn(each)
}

/** A non-delivery report as Exchange writes it, for that recipient. */
export const mailOf = (recipient: string, status = '4.4.316', words = 'Connection refused [Message=Socket error code 10061]'): string =>
  [
    'From: Microsoft Outlook <postmaster@contoso.example>',
    'To: alex@contoso.example',
    'Subject: Undeliverable: order',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Your message to ${recipient} could not be delivered.`,
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns;AM0PR01MB0001.eurprd01.prod.outlook.com',
    '',
    `Final-Recipient: rfc822;${recipient}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp;450 ${status} ${words}`,
    '--b1--',
    '',
  ].join('\r\n')
