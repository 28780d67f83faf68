import type { RequestListener } from 'node:http'
import { App, type BufferedIncomingMessage, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { Failure } from '../../domain/failure.ts'
import type { Clock } from '../../ports/clock.ts'
import { clientOptions } from './call.ts'
import { answeringOnce } from './first-answers.ts'
import type { Log } from './turn.ts'
import type { Own } from './workspace.ts'

export interface ReceiverOptions {
  readonly botToken: string
  readonly signingSecret: string | null
  /** Set: Socket Mode, and nothing is heard over HTTP. */
  readonly appToken: string | null
  readonly apiUrl: string | null
  readonly clock: Clock
  readonly log: Log
  /** The workspace as far as it is known, without asking. */
  readonly own: () => Own | null
}

/** A message of 40,000 characters comes twice, as text and as blocks, and percent-encoded. */
const BODY_LIMIT = '512kb'

export type Heard =
  | { readonly is: 'http'; readonly app: App; readonly receive: RequestListener }
  | ({ readonly is: 'socket'; readonly app: App } & Connection)

/** The WebSocket of Socket Mode. */
export interface Connection {
  connect(): Promise<void>
  disconnect(): Promise<void>
  /** A connection that stood was lost; Slack also ends one every few hours. */
  onLost(listener: () => void): void
}

/** Bolt with the receiver the configuration asks for. Nothing is asked from Slack here. @throws Failure('config') without a way to be heard. */
export function openReceiver(options: ReceiverOptions): Heard {
  const { appToken, signingSecret, apiUrl, log, clock } = options
  const logger = boltLogger(log)
  if (appToken) {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      // The SDK's own way leaves a failed reconnection to nobody, and an unhandled rejection ends the process.
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: clientOptions({ apiUrl, logger }) },
    })
    return { is: 'socket', app: createApp(receiver, options, logger), ...connectionOf(receiver) }
  }
  if (!signingSecret) throw new Failure('config', { names: 'SLACK_SIGNING_SECRET, SLACK_APP_TOKEN' })
  const receiver = new HTTPReceiver({
    signingSecret,
    logger,
    bodyLimit: BODY_LIMIT,
    customPropertiesExtractor: ({ headers }: BufferedIncomingMessage) => ({ signature: headers['x-slack-signature'] }),
  })
  const app = createApp(receiver, options, logger)
  app.processEvent = answeringOnce(app.processEvent.bind(app), clock.tick)
  return {
    is: 'http',
    app,
    receive: (request, response) => receiver.requestListener(request, response),
  }
}

function connectionOf(receiver: SocketModeReceiver): Connection {
  let stands = false
  let tell = (): void => {}
  receiver.client.on('disconnected', () => {
    if (!stands) return
    stands = false
    tell()
  })
  return {
    async connect() {
      await receiver.start()
      stands = true
    },
    async disconnect() {
      stands = false
      // The receiver's own `stop` does not wait for it.
      await receiver.client.disconnect()
    },
    onLost(listener) {
      tell = listener
    },
  }
}

/** `authorize` answers from memory: Bolt's own way asks Slack who the bot is before the first acknowledgement. */
function createApp(receiver: HTTPReceiver | SocketModeReceiver, { botToken, apiUrl, own }: ReceiverOptions, logger: Logger): App {
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    // Messages of the bot are left out where messages are heard.
    ignoreSelf: false,
    clientOptions: clientOptions({ apiUrl, logger }),
    authorize: async () => {
      const known = own()
      return { botToken, ...(known?.bot ? { botId: known.bot } : {}), ...(known?.botUser ? { botUserId: known.botUser } : {}) }
    },
  })
  app.error(async (error) => logger.error(error.message))
  return app
}

/** Bolt's warnings in our log. Its debug lines hold bodies of requests and stay out. */
function boltLogger(log: Log): Logger {
  const warn = (...said: unknown[]) => log.warn({ said: said.map(String).join(' ').slice(0, 500) }, 'Slack SDK')
  const silent = () => {}
  return { debug: silent, info: silent, warn, error: warn, setLevel: silent, getLevel: () => LogLevel.WARN, setName: silent }
}
