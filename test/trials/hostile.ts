import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { adaptiveCardFaults } from '../support/adaptive-card-schema.ts'
import { messageFaults } from '../support/block-kit-limits.ts'
import type { TeamsMessage } from './teams-double.ts'

/** What somebody outside may try to have shown: mentions, links, templates, controls, text that runs the other way. */
export const HOSTILE =
  '<!channel> <!here> <@U0APPROVER> <at>everyone</at> [x](https://evil.example) <https://evil.example|ok> {{DATE(2026-01-01,SHORT)}} $' +
  '{x} \u001b[31m\u0007\u0000\u202egnp.exe\u2066\u200b\r\n*b* _i_ ~s~ `c` & "q" \ud800'

/** At most so many UTF-16 units of it. */
export const hostile = (most: number): string => HOSTILE.slice(0, most)

const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/u

/** Everything in a Slack message that is alive, or that Slack would not take. */
export function slackFaults(
  message: { readonly text: string; readonly blocks: readonly unknown[] },
  known: readonly string[],
): readonly string[] {
  const whole = [...stringsIn(message)].join('\n')
  const mentions = [...stringsIn(message)].flatMap((text) => [...text.matchAll(/<@([^>]+)>/g)].map((match) => match[1] ?? ''))
  return [
    ...messageFaults(message),
    ...mentions.filter((id) => !known.includes(id)).map((id) => `mentions ${id}`),
    ...(/<!/.test(whole) ? ['a broadcast'] : []),
    ...(/<https?:[^|>]*evil/.test(whole) ? ['a link'] : []),
    ...unseenIn(message),
  ]
}

/** The same for Teams: mentions only of `known` accounts, words from outside only in text runs, no template. */
export function teamsFaults(message: TeamsMessage, known: readonly string[]): readonly string[] {
  const card = JSON.parse(message.card) as { readonly msteams?: { readonly entities?: readonly { mentioned: { id: string } }[] } }
  const entities = card.msteams?.entities ?? []
  // A mention of a known account stands there under the name the account has, letters only.
  const markdown = [...textBlocksIn(card)].map((text) => text.replace(/<at>[\p{L}\p{M}\p{N} .,'’-]*<\/at>/gu, ''))
  return [
    ...adaptiveCardFaults(card),
    ...entities.filter((entity) => !known.includes(entity.mentioned.id)).map((entity) => `mentions ${entity.mentioned.id}`),
    ...markdown.filter((text) => /evil|everyone/.test(text)).map((text) => `markdown: ${text}`),
    ...[...stringsIn(card)].filter((text) => /\{\{|\$\{/.test(text)).map((text) => `a template: ${text}`),
    ...[...stringsIn(card)].filter((text) => /<at>everyone|<\/?at>/i.test(text) && !entities.length).map((text) => `a mention: ${text}`),
    ...unseenIn(card),
    ...(UNSEEN.test(message.summary) ? ['unseen characters in the summary'] : []),
  ]
}

const unseenIn = (node: unknown): readonly string[] =>
  [...stringsIn(node)].filter((text) => UNSEEN.test(text)).map((text) => `unseen characters: ${JSON.stringify(text)}`)

/** What a button carries to the server is drawn nowhere. */
const CARRIED = ['value', 'data']

function* stringsIn(node: unknown): Generator<string> {
  if (typeof node === 'string') yield node
  else if (typeof node === 'object' && node !== null)
    for (const [key, each] of Object.entries(node)) if (!CARRIED.includes(key)) yield* stringsIn(each)
}

function* textBlocksIn(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  if ('type' in node && node.type === 'TextBlock' && 'text' in node) yield String(node.text)
  for (const each of Object.values(node)) yield* textBlocksIn(each)
}

/** A mail server that greets with `banner` and answers everything with it. */
export async function hostileServer(banner: string): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.write(`220 ${banner}\r\n`)
    socket.on('data', () => socket.end(`550 5.7.1 ${banner}\r\n`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
