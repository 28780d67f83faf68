import type { AuditEntry } from '../../domain/audit.ts'
import type { Job, JobOptions } from '../../domain/job.ts'
import type { Store, Transaction } from '../../ports/store.ts'
import { type AuditKey, appendAudit, checkAudit } from './audit-chain.ts'
import { type Database, executorOf, type Handle } from './database.ts'
import { documentWrites, hold } from './document-writes.ts'
import type { QueuedJob } from './enqueue.ts'
import { firstSight } from './first-sight.ts'
import type { JobEngine } from './jobs.ts'
import { placeWrites } from './place-writes.ts'
import { createReads } from './reads.ts'
import { saveAccount } from './save-account.ts'

/** Postgres ends one of two transactions that wait for each other, or that cannot be put in an order (40P01, 40001). */
const RUN_AGAIN = ['40P01', '40001']
const ATTEMPTS = 4

interface Pending {
  readonly jobs: QueuedJob[]
  readonly entries: AuditEntry[]
}

/**
 * The store over one open database. `auditKey` is the secret of the audit's chain and never enters the database.
 * A transaction that Postgres had to end for the sake of another is run again from the start, so its `work` must have no effect but through `tx`.
 */
export function createStore(options: { readonly database: Database; readonly jobs: JobEngine; readonly auditKey: AuditKey }): Store {
  const { database, jobs, auditKey } = options

  const once = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const pending: Pending = { jobs: [], entries: [] }
    const result = await database.handle.transaction(async (handle) => {
      const result = await work(transactionOver(handle, pending))
      // Rows every writer contends for come last and in one order: they are held briefly, and no two writers hold them crosswise.
      await jobs.enqueueIn(executorOf(handle), pending.jobs)
      await appendAudit(handle, auditKey, pending.entries)
      return result
    })
    jobs.wake(pending.jobs)
    return result
  }

  return {
    ...createReads(database.handle),
    async transaction(work) {
      await jobs.ready()
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(work)
        } catch (error) {
          if (attempt >= ATTEMPTS || !RUN_AGAIN.includes(sqlStateOf(error))) throw error
        }
      }
    },
    verifyAudit: (head) => checkAudit(database.handle, auditKey, head),
    healthy: () => database.healthy(),
    close: () => database.close(),
  }
}

function transactionOver(handle: Handle, pending: Pending): Transaction {
  return {
    ...createReads(handle),
    ...documentWrites(handle),
    ...placeWrites(handle),
    saveAccount: (account) => saveAccount(handle, account),
    firstSight: (key, now) => firstSight(handle, key, now),
    hold: (key) => hold(handle, key),
    async audit(entry) {
      pending.entries.push(entry)
    },
    async enqueue(job: Job, options: JobOptions = {}) {
      pending.jobs.push({ job, options })
    },
  }
}

function sqlStateOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return ''
}
