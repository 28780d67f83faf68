import { readFile } from 'node:fs/promises'
import { createMailRanges } from '../adapters/microsoft-365/mail-ranges.ts'
import { createNetwork } from '../adapters/network/create-network.ts'
import { clock } from '../app/clock.ts'
import type { AppSettings } from '../app/settings.ts'
import { Failure } from '../domain/failure.ts'
import type { Language } from '../domain/language.ts'
import type { MailRanges } from '../ports/mail-ranges.ts'
import type { ConsoleWorld, ServiceWorld } from '../surfaces/console/console-world.ts'
import { doctorChecks } from './doctor.ts'

export type ConsoleSettings = Pick<AppSettings, 'network' | 'ranges' | 'rdapBootstrap' | 'control' | 'mode' | 'slack' | 'teams'>

export interface ConsoleWorldOptions {
  /** null when the configuration could not be read: only commands that need none of it run. */
  readonly settings: ConsoleSettings
  readonly service: () => Promise<ServiceWorld | null>
  readonly terminal: { readonly language: Language; readonly colour: boolean; readonly width: number }
  readonly stdin: () => Promise<Uint8Array>
}

function rangesOf({ network, ranges: { instance, baseUrl, folder } }: ConsoleSettings): MailRanges {
  return createMailRanges({ instance, folder, get: createNetwork(network).get, now: clock.now, ...(baseUrl ? { baseUrl } : {}) })
}

/** The world of one command line. What `diagnose` is told of the network wins over what is configured. */
export function consoleWorld({ settings, service, terminal, stdin }: ConsoleWorldOptions): ConsoleWorld {
  return {
    network: (options) =>
      createNetwork({
        ...settings.network,
        ...options,
        // A time limit somebody names is meant for the whole host: no single stage may cut it short.
        ...(options.timeoutMs ? { stageTimeoutMs: options.timeoutMs, connectTimeoutMs: options.timeoutMs } : {}),
        extraCa: [...(settings.network.extraCa ?? []), ...(options.extraCa ?? [])],
      }),
    control: settings.control,
    ranges: rangesOf(settings),
    rdapBootstrap: settings.rdapBootstrap,
    clock,
    showing: (language) => ({ language, now: clock.now(), sandbox: settings.mode === 'sandbox' }),
    service,
    doctor: (language) => doctorChecks(settings, service, language),
    stdin,
    readFile: (path) => readFile(path, 'utf8').catch(notThere(path)),
    readBytes: (path) => readFile(path).catch(notThere(path)),
    ...terminal,
  }
}

const notThere =
  (path: string) =>
  (cause: unknown): never => {
    throw new Failure('not-found', { what: path }, { cause })
  }
