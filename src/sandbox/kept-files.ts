import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, messageOf } from '../domain/failure.ts'
import type { LabFault } from './lab/fault.ts'
import type { Lab } from './lab/lab.ts'
import type { SlackMessage } from './slack/workspace.ts'
import { loadTenant, saveTenant } from './tenant/saved-tenant.ts'
import type { TenantState } from './tenant/state.ts'

/** What the sandbox keeps between starts. */
export interface KeptFiles {
  tenant(): TenantState | null
  keepTenant(state: TenantState): void
  messages(): readonly SlackMessage[]
  keepMessages(messages: readonly SlackMessage[]): void
  /** Gives the hosts the faults they had. */
  restoreFaults(lab: Lab): void
  keepFaults(lab: Lab): void
}

const MESSAGES_KEPT = 500

/** Files in a folder, which is made when missing; `fresh` forgets what is there. Throws Failure `folder-unwritable`. */
export function keptFiles(folder: string, fresh: boolean): KeptFiles {
  const [tenantFile, slackFile, faultsFile] = ['tenant.json', 'slack.json', 'faults.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  try {
    mkdirSync(folder, { recursive: true })
    if (fresh) for (const file of [tenantFile, slackFile, faultsFile]) rmSync(file, { force: true })
  } catch (cause) {
    throw new Failure('folder-unwritable', { path: folder, why: messageOf(cause) }, { cause })
  }
  return {
    tenant: () => loadTenant(tenantFile),
    keepTenant: (state) => saveTenant(tenantFile, state),
    messages: () => (read(slackFile) ?? []) as readonly SlackMessage[],
    keepMessages: (messages) => write(slackFile, messages.slice(-MESSAGES_KEPT)),
    restoreFaults(lab) {
      const faults = (read(faultsFile) ?? {}) as Readonly<Record<string, LabFault | null>>
      for (const host of lab.hosts) if (faults[host] !== undefined) lab.setFault(host, faults[host])
    },
    keepFaults: (lab) => write(faultsFile, Object.fromEntries(lab.hosts.map((host) => [host, lab.faultOf(host)]))),
  }
}

/** null when there is no such file. Throws Failure `bad-input` when it is no JSON. */
function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause instanceof SyntaxError ? new Failure('bad-input', { what: file }, { cause }) : cause
  }
}

function write(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
