import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type Playground, startPlayground } from '../../src/sandbox/playground.ts'
import { findChromium } from '../support/chromium.ts'
import { openBrowser, openWindow, type Window } from './driver.ts'
import { type MiniBot, startMiniBot } from './mini-bot.ts'

const TENANT = '5b1fd3c4-0000-4000-8000-000000000001'
const alex = { name: 'Alex Martin', email: 'alex.martin@contoso.example' }
const sam = { name: 'Sam Dubois', email: 'sam.dubois@contoso.example' }

const chromium = findChromium()
/** Without a browser these are counted as not done, never as passed. */
const walk: (says: string, run: () => Promise<void>, withinMs: number) => void = chromium ? test : (says) => test.todo(says)
if (!chromium) console.warn('Left out: Teams in a browser. Install Chromium or set CHROMIUM_PATH.')

let folder: string
let bot: MiniBot
let browser: Browser
let windows: Playground[]

async function open(user: typeof alex, others: readonly (typeof alex)[]): Promise<Window> {
  const started = await startPlayground({ botUrl: bot.url, port: 0, user, others, tenant: TENANT, folder })
  if (started.is !== 'running') throw new Error(started.why)
  windows.push(started)
  return openWindow(browser, started.url)
}

beforeAll(async () => {
  if (!chromium) return
  windows = []
  folder = await mkdtemp(join(tmpdir(), 'playground-'))
  bot = await startMiniBot(TENANT, [alex.email])
  browser = await openBrowser(chromium)
})
afterAll(async () => {
  if (!chromium) return
  await browser.close()
  await Promise.all(windows.map((each) => each.stop()))
  await bot.stop()
  await rm(folder, { recursive: true, force: true })
})

walk(
  'in Teams a command is answered, a button opens the next step in place, and cards are edited for everybody',
  async () => {
    const window = await open(alex, [sam])
    await window.see('Contoso hybrid: open')
    await window.say('hello there')
    await window.see('You said: hello there')
    await window.say('diagnose')
    await window.see('Diagnosis finished')
    await window.seeNoMore('Looking…')
    await window.press('Disable connector')
    await window.see('Enabled becomes False')
    await window.press('Ask for approval')
    await window.see('Contoso hybrid: request waiting')
    await window.see('Request: waiting')
    await window.see('Asked for approval')
    await window.press('Approve')
    await window.see('approve by alex.martin@contoso.example')
    const cards = await window.cards()
    expect(cards.filter((card) => card.includes('Contoso hybrid:'))).toHaveLength(1)
  },
  60_000,
)

walk(
  'a second person in a second window is somebody else, and is told why they do not count',
  async () => {
    const window = await open(sam, [alex])
    await window.see('Contoso hybrid: open')
    await window.press('Disable connector')
    const last = () => bot.double.profiles.at(-1)
    for (let tries = 0; last()?.email !== sam.email && tries < 50; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
    expect(last()).toMatchObject({ email: sam.email, organisation: TENANT, proof: 'sandbox', disqualified: null })
    await expect(window.cards()).resolves.toEqual([expect.stringContaining('Contoso hybrid: open')])
  },
  60_000,
)

walk(
  'a channel that is opened gets its card as a post, and the answer to a request stands in its thread',
  async () => {
    const window = await open(alex, [sam])
    await window.open('Alerts')
    await window.see('Contoso hybrid: open')
    await window.press('Disable connector')
    await window.press('Ask for approval')
    await window.see('Request: waiting')
  },
  60_000,
)
