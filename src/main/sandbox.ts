import { rmSync } from 'node:fs'
import { join } from 'node:path'
import express from 'express'
import { lockFolder } from '../adapters/postgres/folder-lock.ts'
import { clock } from '../app/clock.ts'
import type { App } from '../app.ts'
import { incidentCard } from '../cards/index.ts'
import type { Incident } from '../domain/incident.ts'
import type { Language } from '../domain/language.ts'
import { wordsOf } from '../locales/words.ts'
import { toTerminal } from '../render/terminal.ts'
import { type Playground, startPlayground } from '../sandbox/playground.ts'
import { startWorld, type World } from '../sandbox/world.ts'
import { incidentView } from '../surfaces/presses.ts'
import { listen } from './listen.ts'
import type { LiveOptions } from './live.ts'
import { sandboxControls } from './sandbox-controls.ts'
import { sandboxSettings } from './sandbox-settings.ts'
import { type Serving, serve } from './serve.ts'
import type { Running } from './start.ts'

export interface SandboxOptions extends LiveOptions {
  readonly fresh: boolean
  readonly aborted: AbortSignal
}

const FIRST_SCENARIO = 'after-migration'
const FIRST_CARD_MS = 12_000
const WINDOWS = { requester: 56_150, approver: 56_151 } as const

/** The sandbox: simulated tenant, mail lab and Slack double, the service over them, two Teams windows, and a first incident. */
export async function runSandbox(options: SandboxOptions): Promise<Running> {
  const { config, folder, say } = options
  const release = await claim(folder, options.fresh)
  const world = await startWorld({ folder: join(folder, 'sandbox'), fresh: options.fresh, clock }).catch(async (thrown) => {
    await release()
    throw thrown
  })
  let serving: Serving | null = null
  const windows: Playground[] = []
  const local: { close(): Promise<void> }[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(windows.map((each) => each.stop()))
    await Promise.all(local.map((each) => each.close()))
    await serving?.stop()
    await world.stop()
    await release()
  }
  try {
    const settings = sandboxSettings(config, options.auditKey, world)
    const host = config.env.MAILFLOW_HOST ?? '127.0.0.1'
    serving = await serve({
      settings,
      folder,
      host,
      port: config.env.PORT,
      log: options.log,
      sandbox: (app, port) => sandboxControls(world, app, port),
      prepare: forgetWindows,
    })
    const { app, port } = serving
    const known = await app.store.incidents({ limit: 1 })
    greet(options, port, known.length > 0)
    if (known.length === 0) await fire(world, port)
    const [urls] = await Promise.all([app.localTeams ? openWindows(options, app, world, windows, local) : null, drawFirst(options, app)])
    tell(options, urls)
    return { stop }
  } catch (thrown) {
    say('')
    await stop()
    throw thrown
  }
}

/**
 * Takes the folder before anything in it is touched, and forgets what earlier runs kept when asked to. Gives back the release.
 * Throws Failure('data-in-use') when a running service owns it.
 */
async function claim(folder: string, fresh: boolean): Promise<() => Promise<void>> {
  const release = await lockFolder(join(folder, 'sandbox.lock'))
  try {
    const free = await lockFolder(join(folder, 'database.lock'))
    if (fresh) for (const name of ['database', 'sandbox']) rmSync(join(folder, name), { recursive: true, force: true })
    await free()
    return release
  } catch (thrown) {
    await release()
    throw thrown
  }
}

/** Windows of an earlier run are closed and their chats gone: cards are posted into the new ones as they open. */
async function forgetWindows(app: App): Promise<void> {
  const old = (await app.store.channels()).filter((channel) => channel.platform === 'teams')
  await app.store.transaction(async (tx) => {
    for (const channel of old) await tx.removeChannel(channel)
  })
}

async function fire(world: World, port: number): Promise<void> {
  const { path, headers, body } = world.fire(FIRST_SCENARIO)
  await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body })
}

async function openWindows(options: SandboxOptions, app: App, world: World, windows: Playground[], local: { close(): Promise<void> }[]) {
  const routes = express().disable('x-powered-by')
  if (app.localTeams) routes.use(app.localTeams)
  const listening = await listen(routes, '127.0.0.1', 0)
  local.push(listening)
  const botUrl = `http://127.0.0.1:${listening.port}/api/messages`
  const everybody = Object.values(world.people)
  const started = await Promise.all(
    (['requester', 'approver'] as const).map(async (role) => {
      const user = world.people[role]
      const place = {
        botUrl,
        user,
        others: everybody.filter((each) => each !== user),
        tenant: world.settings.tenantId,
        folder: join(options.folder, 'sandbox'),
      }
      const first = await startPlayground({ ...place, port: WINDOWS[role] })
      return { role, user, window: first.is === 'failed' ? await startPlayground({ ...place, port: 0 }) : first }
    }),
  )
  for (const { window } of started) if (window.is === 'running') windows.push(window)
  return started
}

/** Waits until the newest incident is diagnosed to the end, or time is up, and draws its card here. */
async function drawFirst(options: SandboxOptions, app: App): Promise<void> {
  const { language, say } = options
  const words = wordsOf(language)
  const until = performance.now() + FIRST_CARD_MS
  let incident: Incident | undefined
  while (performance.now() < until && !options.aborted.aborted) {
    incident = (await app.store.incidents({ limit: 1 }))[0]
    if (incident?.diagnosis?.pending === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  if (!incident?.diagnosis) return say(words('console.up.waiting'))
  const card = incidentCard(await incidentView(app.desk, incident, app.tenantName), app.showing(language))
  say(
    `\n${words('console.up.incident')}\n\n${toTerminal(card, { colour: process.stdout.isTTY === true, width: Math.min(process.stdout.columns ?? 100, 110) })}\n`,
  )
}

function greet({ language, say }: SandboxOptions, port: number, resumed: boolean): void {
  const words = wordsOf(language)
  say(words('console.up.sandbox'))
  if (resumed) say(words('console.up.resumed'))
  say(`  ${words('console.labelled', { label: words('console.up.service'), value: `http://127.0.0.1:${port}` })}`)
}

type Opened = Awaited<ReturnType<typeof openWindows>> | null

function tell(options: SandboxOptions, opened: Opened): void {
  const { language, say } = options
  const words = wordsOf(language)
  for (const { role, user, window } of opened ?? []) {
    say(
      window.is === 'running'
        ? `  ${words('console.labelled', { label: words(`console.up.${role}`, { name: user.name }), value: window.url })}`
        : `  ${words('console.up.no-browser', { why: window.why })}`,
    )
  }
  say(`\n${words('console.up.try')}`)
  for (const line of examples(language)) say(`  ${line}`)
  say(`\n${words('console.up.stop')}`)
}

function examples(language: Language): readonly string[] {
  const lang = language === 'en' ? '' : ` --lang ${language}`
  return [
    `npx mailflow incidents${lang}`,
    'npx mailflow sandbox act --as requester request retire-on-premises-route --incident ID',
    'npx mailflow sandbox act --as approver approve REQUEST',
    'npx mailflow sandbox tenant',
    'npx mailflow sandbox slack "/mailflow connectors"',
  ]
}
