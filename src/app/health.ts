import { Router } from 'express'
import type { Jobs } from '../ports/jobs.ts'
import type { Store } from '../ports/store.ts'
import type { Metrics } from './metrics.ts'

/** `/healthz`: the process answers. `/readyz`: database and jobs do, else 503 that says which does not. `/metrics`: Prometheus. */
export function healthRoutes({ store, jobs, metrics }: { readonly store: Store; readonly jobs: Jobs; readonly metrics: Metrics }): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const [database, queue] = await Promise.all([store.healthy().catch(() => false), jobs.healthy().catch(() => false)])
    response.status(database && queue ? 200 : 503).json({ status: database && queue ? 'ready' : 'not-ready', database, jobs: queue })
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text())
  })
  return router
}
