import type { ChangeRequest } from '../domain/request.ts'
import { releaseUndo } from './apply.ts'
import { recordRequest } from './change-request.ts'
import type { World } from './world.ts'

/** Ends a request nobody decided in time, and rewrites its card. Early calls (a clock that differs) wait for the rest of the time. */
export async function expire(world: World, id: string): Promise<void> {
  await world.store.transaction(async (tx) => {
    const request = await tx.request(id)
    if (request?.state !== 'waiting') return
    const now = world.clock.now()
    const left = Date.parse(request.expiresAt) - Date.parse(now)
    if (left > 0) return tx.enqueue({ name: 'expire', data: { request: id } }, { key: id, afterMs: left })
    const next: ChangeRequest = { ...request, state: 'expired', version: request.version + 1 }
    if (!(await tx.saveRequest(next, request.version))) return
    await recordRequest(tx, next, { at: now, actor: 'bot', by: null, action: 'request.expired', event: 'expired' })
    await releaseUndo(tx, request)
  })
}
