import type { Logger } from 'pino'
import { clock } from '../app/clock.ts'
import type { AppSettings } from '../app/settings.ts'
import { type App, createApp } from '../app.ts'
import type { Language } from '../domain/language.ts'
import { runCli } from '../surfaces/console/cli.ts'
import type { SandboxControls, ServiceWorld } from '../surfaces/console/console-world.ts'
import { type CommandBody, openEndpoint } from '../surfaces/console/endpoint.ts'
import { consoleWorld } from './console-world.ts'
import { type Listening, listen } from './listen.ts'

export interface Serving {
  readonly app: App
  readonly port: number
  stop(): Promise<void>
}

export interface ServeOptions {
  readonly settings: AppSettings
  readonly folder: string
  readonly host: string
  readonly port: number
  readonly log: Logger
  /** Made once the port is known. */
  readonly sandbox: ((app: App, port: number) => SandboxControls) | null
  /** Runs after the application is built and before it takes up work. */
  readonly prepare?: (app: App) => Promise<void>
}

/** Builds the application, listens, opens the local endpoint and starts work; undoes what it did when a later step fails. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { settings, folder, log } = options
  const undo: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const app = await createApp(settings, log)
    undo.push(() => app.stop())
    const listening: Listening = await listen(app.publicRoutes, options.host, options.port)
    undo.push(() => listening.close())
    const service = serviceWorld(app, options.sandbox?.(app, listening.port) ?? null)
    const endpoint = await openEndpoint(folder, (body) => runFor(body, settings, service))
    undo.push(() => endpoint.close())
    await options.prepare?.(app)
    await app.start()
    return { app, port: listening.port, stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

export function serviceWorld(app: App, sandbox: SandboxControls | null): ServiceWorld {
  return {
    desk: app.desk,
    store: app.store,
    clock,
    exchange: app.world.exchanges,
    showing: app.showing,
    tenantName: app.tenantName,
    sandbox,
  }
}

/** A command that arrived over the local endpoint, with its own terminal's language, colours and width. */
function runFor(body: CommandBody, settings: AppSettings, service: ServiceWorld) {
  const world = consoleWorld({
    settings,
    service: () => Promise.resolve(service),
    terminal: { language: body.language as Language, colour: body.colour, width: body.width },
    stdin: () => Promise.resolve(Buffer.from(body.stdin, 'base64')),
  })
  return runCli(body.argv, world)
}
