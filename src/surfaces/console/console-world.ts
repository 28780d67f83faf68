import type { Showing } from '../../cards/card.ts'
import type { Acting, Desk } from '../../core/desk.ts'
import type { Language } from '../../domain/language.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Exchange } from '../../ports/exchange.ts'
import type { MailRanges } from '../../ports/mail-ranges.ts'
import type { Network } from '../../ports/network.ts'
import type { Store } from '../../ports/store.ts'

/** What `mailflow diagnose` can be told about the network; everything left out is the service's own. */
export interface ProbeOptions {
  readonly dnsServers?: readonly string[]
  readonly port?: number
  readonly allow?: readonly string[]
  readonly extraCa?: readonly string[]
  readonly timeoutMs?: number
}

export type CatalogueFamily =
  | 'dns'
  | 'policies'
  | 'connection'
  | 'session'
  | 'starttls'
  | 'tls'
  | 'certificate'
  | 'recipient'
  | 'hosts'
  | 'vantage'

export interface SandboxControls {
  list(language: Language): readonly { readonly name: string; readonly title: string; readonly says: string }[]
  /** The rows of the fault catalogue, family by family, each with the command that looks at it. */
  rows(language: Language): readonly {
    readonly family: CatalogueFamily
    readonly name: string
    readonly title: string
    readonly command: string
  }[]
  /** Prepares the trouble and sends its signed alert to the service's own webhook. Throws Failure('unknown-scenario'). */
  alert(scenario: string): Promise<{ readonly status: number; readonly body: string }>
  tenant(): {
    readonly connectors: readonly { readonly name: string; readonly enabled: boolean }[]
    readonly domains: readonly { readonly name: string; readonly type: string }[]
    readonly writes: number
  }
  /** Sends a signed slash command through the real receiver and gives what the channel then shows. */
  slack(command: string): Promise<string>
  person(role: 'requester' | 'approver', language: Language): Promise<Acting>
}

/** What a running service (or the command itself, over the same data) offers to the commands. */
export interface ServiceWorld {
  readonly desk: Desk
  readonly store: Store
  readonly clock: Clock
  readonly exchange: (tenant: string) => Exchange | null
  readonly showing: (language: Language) => Showing
  readonly tenantName: (tenant: string) => string
  /** null in live mode: those commands do not exist there. */
  readonly sandbox: SandboxControls | null
}

/** What every command has, service or not. */
export interface ConsoleWorld {
  readonly network: (options: ProbeOptions) => Promise<Network>
  /** Whether that network is the sandbox's mail lab, so that nothing real is met in it. */
  readonly inLab: boolean
  readonly control: string | null
  readonly ranges: MailRanges
  /** null: IANA's. */
  readonly rdapBootstrap: string | null
  readonly clock: Clock
  readonly showing: (language: Language) => Showing
  /** The service's world, or null when none runs and the command must do without. Throws Failure when the data cannot be opened. */
  readonly service: () => Promise<ServiceWorld | null>
  /** One line per check of `mailflow doctor`. */
  readonly doctor: (language: Language) => Promise<readonly Check[]>
  readonly stdin: () => Promise<Uint8Array>
  /** What a path of the working folder leads to. */
  readonly file: (path: string) => Promise<FileRead>
  readonly language: Language
  readonly colour: boolean
  readonly width: number
  /** Of the program, as `1.2.3`. */
  readonly version: string
}

export type FileRead =
  | { readonly is: 'read'; readonly bytes: Uint8Array }
  | { readonly is: 'folder' }
  | { readonly is: 'absent' }
  /** `why`: the system's code, such as EACCES. */
  | { readonly is: 'unreadable'; readonly why: string }

/** `unknown`: could not be checked from here. */
export interface Check {
  readonly name: string
  readonly is: 'ok' | 'failed' | 'unknown' | 'off'
  readonly detail: string
}
