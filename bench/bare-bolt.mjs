// The measure to compare with: Bolt with its own HTTP receiver, and one command that only acknowledges.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { serveParent } from './children.mjs'

let receiver = null

async function start({ signingSecret }) {
  receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR })
  const app = new App({ receiver, convoStore: false, logLevel: LogLevel.ERROR, authorize: async () => ({ botToken: 'xoxb-not-used' }) })
  app.command('/mailflow', ({ ack }) => ack())
  const server = await receiver.start({ port: 0, host: '127.0.0.1' })
  return server.address().port
}

serveParent({ start }, () => receiver?.stop())
