import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { clock } from '../app/clock.ts'
import type { AppSettings } from '../app/settings.ts'
import { jsonOf } from '../domain/json-of.ts'
import type { Language } from '../domain/language.ts'
import type { MailRanges } from '../ports/mail-ranges.ts'
import type { ConsoleWorld, FileRead, ServiceWorld } from '../surfaces/console/console-world.ts'
import { once } from './once.ts'

export type ConsoleSettings = Pick<AppSettings, 'network' | 'ranges' | 'rdapBootstrap' | 'control' | 'mode' | 'slack' | 'teams'>

export interface ConsoleWorldOptions {
  /** null when the configuration could not be read: only commands that need none of it run. */
  readonly settings: ConsoleSettings
  readonly service: () => Promise<ServiceWorld | null>
  readonly terminal: { readonly language: Language; readonly colour: boolean; readonly width: number }
  readonly stdin: () => Promise<Uint8Array>
}

async function rangesOf({ network, ranges: { instance, baseUrl, folder } }: ConsoleSettings): Promise<MailRanges> {
  const [{ createMailRanges }, { createNetwork }] = await Promise.all([
    import('../adapters/microsoft-365/mail-ranges.ts'),
    import('../adapters/network/create-network.ts'),
  ])
  return createMailRanges({ instance, folder, get: createNetwork(network).get, now: clock.now, ...(baseUrl ? { baseUrl } : {}) })
}

/** The world of one command line; what it takes is loaded when it is asked for. What `diagnose` is told of the network wins over what is configured. */
export function consoleWorld({ settings, service, terminal, stdin }: ConsoleWorldOptions): ConsoleWorld {
  const ranges = once(() => rangesOf(settings))
  return {
    network: async (options) => {
      const { createNetwork } = await import('../adapters/network/create-network.ts')
      return createNetwork({
        ...settings.network,
        ...options,
        // A time limit somebody names is meant for the whole host: no single stage may cut it short.
        ...(options.timeoutMs ? { stageTimeoutMs: options.timeoutMs, connectTimeoutMs: options.timeoutMs } : {}),
        extraCa: [...(settings.network.extraCa ?? []), ...(options.extraCa ?? [])],
      })
    },
    inLab: settings.network.reroute !== undefined,
    control: settings.control,
    ranges: { current: async () => (await ranges()).current() },
    rdapBootstrap: settings.rdapBootstrap,
    clock,
    showing: (language) => ({ language, now: clock.now(), sandbox: settings.mode === 'sandbox' }),
    service,
    doctor: async (language) => (await import('./doctor.ts')).doctorChecks(settings, service, language),
    stdin,
    file: readAt,
    ...terminal,
    version: (jsonOf(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string }).version,
  }
}

async function readAt(path: string): Promise<FileRead> {
  try {
    return { is: 'read', bytes: await readFile(path) }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'EIO'
    if (code === 'EISDIR') return { is: 'folder' }
    // No file has such a name: the text is no path.
    return NO_SUCH.includes(code) ? { is: 'absent' } : { is: 'unreadable', why: code }
  }
}

const NO_SUCH = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE', 'EINVAL', 'ELOOP']
