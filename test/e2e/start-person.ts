import type { Browser } from 'playwright-core'
import { type Playground, startPlayground } from '../../src/sandbox/playground.ts'
import type { Service } from '../support/service.ts'
import { openWindow, type Window } from './driver.ts'

export interface PersonOptions {
  readonly service: Service
  readonly browser: Browser
  /** Where Agents Playground keeps its files. */
  readonly folder: string
  readonly sharpness?: number
  /** Takes up the playground as soon as it runs, for the caller to stop. */
  readonly playgrounds: Playground[]
}

/** Starts an Agents Playground in which somebody talks to the service, and opens it in the browser. */
export async function startPerson(
  role: 'requester' | 'approver',
  { service, browser, folder, sharpness = 1, playgrounds }: PersonOptions,
): Promise<Window> {
  const user = service.world.people[role]
  const others = Object.values(service.world.people).filter((each) => each !== user)
  const started = await startPlayground({
    botUrl: `${service.teamsUrl}/api/messages`,
    port: 0,
    user,
    others,
    tenant: service.world.settings.tenantId,
    folder,
  })
  if (started.is !== 'running') throw new Error(started.why)
  playgrounds.push(started)
  return openWindow(browser, started.url, { sharpness })
}
