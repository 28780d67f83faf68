import express from 'express'
import pino from 'pino'
import type { AppSettings } from '../../src/app/settings.ts'
import { createApp } from '../../src/app.ts'
import { listen } from '../../src/main/listen.ts'

/** What a service in a process of its own is told: settings without functions, and where each documentation address is played. */
export interface Order {
  readonly settings: AppSettings
  readonly ways: readonly (readonly [string, { readonly host: string; readonly port: number }])[]
}

/** What it answers once it runs. */
export interface Ready {
  readonly url: string
  readonly teamsUrl: string
}

async function run({ settings: plain, ways }: Order): Promise<void> {
  const way = new Map(ways)
  const reroute = (ip: string, port: number) => way.get(`${ip} ${port}`) ?? null
  const people = { ...plain.people, joined: new Map<string, string>() }
  const app = await createApp({ ...plain, people, network: { ...plain.network, reroute } }, pino({ level: 'silent' }))
  const open = [await listen(app.publicRoutes, '127.0.0.1', 0)]
  if (app.localTeams) open.push(await listen(express().use(app.localTeams), '127.0.0.1', 0))
  await app.start()
  const [url, teamsUrl] = open.map((each) => `http://127.0.0.1:${each.port}`)
  process.send?.({ url, teamsUrl } satisfies { url: string | undefined; teamsUrl: string | undefined })
  process.on('message', async (message) => {
    if (message !== 'look') return
    const [incidents, requests, audit] = await Promise.all([app.store.incidents({}), app.store.requests({}), app.store.verifyAudit()])
    const rows = await app.store.auditRows(0, 1000)
    const posts = await Promise.all(requests.map(({ id }) => app.store.posts({ is: 'request', id })))
    process.send?.({ incidents, requests, audit, rows, posts: posts.flat() })
  })
  // Without the parent nobody asks any more.
  process.on('disconnect', () => process.exit(0))
}

process.once('message', (order) => void run(order as Order))
