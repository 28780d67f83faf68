import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import type { Playground } from '../../src/sandbox/playground.ts'
import { findChromium } from '../support/chromium.ts'
import { type Service, startService } from '../support/service.ts'
import { openBrowser, type Window } from './driver.ts'
import { startPerson } from './start-person.ts'

const chromium = findChromium()
/** Without a browser this is counted as not done, never as passed. */
const walk: (says: string, run: () => Promise<void>, withinMs: number) => void = chromium ? test : (says) => test.todo(says)

let service: Service
let folder: string
let browser: Browser
const windows: Playground[] = []

const open = (role: 'requester' | 'approver'): Promise<Window> => startPerson(role, { service, browser, folder, playgrounds: windows })

beforeAll(async () => {
  if (!chromium) return
  folder = await mkdtemp(join(tmpdir(), 'walk-'))
  service = await startService()
  browser = await openBrowser(chromium)
}, 30_000)
afterAll(async () => {
  if (!chromium) return
  await browser?.close()
  await Promise.all(windows.map((each) => each.stop()))
  await service?.stop()
  await rm(folder, { recursive: true, force: true })
})

walk(
  'two people walk an alert in the browser from the card to the verified change',
  async () => {
    await service.fire('after-migration')
    const incident = await service.incidentOf('To on-premises (Contoso)')
    const alex = await open('requester')
    await alex.see('The destination server refuses the connection', 20_000)
    await alex.say('incidents')
    await alex.see('To on-premises (Contoso)')

    const sam = await open('approver')
    await sam.see('The destination server refuses the connection', 20_000)

    await alex.press('Retire the on-premises route')
    await alex.see('What was checked before')
    await alex.press('Ask for approval')
    await alex.see('Nothing changes before it is approved')
    await sam.see('Nothing changes before it is approved', 20_000)
    expect(service.controls.tenant().writes).toBe(0)

    // The requester sees the same button: it answers with a refusal and changes nothing.
    await alex.press('Approve')
    await alex.see('You are not on the list of people who may approve changes')
    expect(service.controls.tenant().writes).toBe(0)

    await sam.press('Approve')
    await sam.see('It worked: Retire the on-premises route', 30_000)
    await alex.see('It worked: Retire the on-premises route', 30_000)
    expect(service.controls.tenant().writes).toBe(2)
    const [request] = await service.app.desk.requests(incident.id)
    expect(request?.decisions).toMatchObject([{ verb: 'approve', surface: 'teams', by: { id: service.world.people.approver.email } }])
  },
  120_000,
)
