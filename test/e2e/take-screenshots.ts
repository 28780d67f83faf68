import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Playground } from '../../src/sandbox/playground.ts'
import { findChromium } from '../support/chromium.ts'
import { type Service, startService } from '../support/service.ts'
import { openBrowser, type Window } from './driver.ts'
import { startPerson } from './start-person.ts'

/**
 * Takes the pictures of the README anew, of cards as the sandbox posts them to Teams (Agents Playground in Chromium):
 *
 *     node --import ./test/support/typescript.mjs test/e2e/take-screenshots.ts [folder]
 *
 * The folder is `docs/images` unless told. It needs Chromium, as the walk in the browser does.
 */
const FOLDER = process.argv[2] ?? 'docs/images'
const SHARPNESS = 1.5
/** A card is taken whole. */
const TALL = { width: 1500, height: 3600 }
/** A row of the fault catalogue whose card tells much: of several hosts one fails. */
const DIAGNOSED = 'one-of-three-down.lab.example'
const REPORT =
  'Your message to kim@fabrikam.example could not be delivered. ' +
  'Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.10:25]};{MSG=Socket error code 10061};{FQDN=mail.contoso.example};{IP=192.0.2.10}]'

const chromium = findChromium()
if (!chromium) throw new Error('There is no Chromium here: install it, or name it in CHROMIUM_PATH.')
const run = await mkdtemp(join(tmpdir(), 'screenshots-'))
await mkdir(FOLDER, { recursive: true })
const service: Service = await startService({ settleMs: 600_000 })
const browser = await openBrowser(chromium)
const windows: Playground[] = []

const open = (role: 'requester' | 'approver'): Promise<Window> =>
  startPerson(role, { service, browser, folder: run, sharpness: SHARPNESS, playgrounds: windows })

/** The last card on screen that holds the text, alone. */
async function take({ page, see }: Window, text: string, name: string): Promise<void> {
  await see(text)
  await page.setViewportSize(TALL)
  const card = page.locator('.ac-adaptiveCard').filter({ hasText: text }).last()
  await card.scrollIntoViewIfNeeded()
  await page.waitForTimeout(500)
  await card.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
  process.stdout.write(`${join(FOLDER, `${name}.png`)}\n`)
}

try {
  await service.fire('after-migration')
  await service.incidentOf('To on-premises (Contoso)')
  const alex = await open('requester')
  await alex.see('The destination server refuses the connection')
  await alex.see('Retire the on-premises route')
  await take(alex, 'The destination server refuses the connection', 'incident-card')
  await alex.say(`diagnose ${DIAGNOSED}`)
  await take(alex, 'All about this code', 'diagnosis-card')
  await alex.say(`explain ${REPORT}`)
  await take(alex, 'Start an incident', 'explanation-card')
  const sam = await open('approver')
  await alex.press('Retire the on-premises route')
  await alex.see('What was checked before')
  await alex.press('Ask for approval')
  await take(sam, 'Nothing changes before it is approved', 'request-card')
} finally {
  await browser.close()
  await Promise.all(windows.map((each) => each.stop()))
  await service.stop()
  await rm(run, { recursive: true, force: true })
}
process.exit()
