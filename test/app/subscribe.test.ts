import { afterAll, beforeAll, test } from '@jest/globals'
import pino from 'pino'
import { subscribe } from '../../src/app/subscribe.ts'
import { type Service, startService, until } from '../support/service.ts'

let service: Service

beforeAll(async () => {
  service = await startService()
}, 60_000)
afterAll(() => service.stop())

test('subscribing lets the next alert of the feed reach the service', async () => {
  const { tenant, settings } = service.world
  const { feed, store } = service.app.world as typeof service.app.world & { feed: Parameters<typeof subscribe>[0]['feed'] }
  subscribe({
    feed,
    tenants: service.app.desk.tenants,
    webhookUrl: `${service.url}/hooks/activity`,
    authId: settings.activityAuthId,
    log: pino({ level: 'silent' }),
  })
  await until('the webhook to be registered', async () => (await tenant.raiseActivityAlert({})).webhook === 200)
  await until('the umbrella', async () => (await store.incidents({})).some((incident) => incident.subject.is === 'tenant'))
})
