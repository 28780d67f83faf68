export interface Tuning {
  /** A job whose process died is started again after at most this long, plus a maintenance interval. A living one renews it. */
  readonly leaseSeconds: number
  readonly maintenanceSeconds: number
  /** How often due jobs are looked for when nobody told of them. */
  readonly pollMs: number
  /** A handler that runs longer than this is taken for hung: its job may be started again elsewhere. */
  readonly longestMs: number
  /** How long `stop` waits for running handlers. */
  readonly patienceMs: number
}

export const USUAL_TUNING: Tuning = { leaseSeconds: 20, maintenanceSeconds: 5, pollMs: 2_000, longestMs: 900_000, patienceMs: 15_000 }
