import { type Browser, chromium, type Page } from 'playwright-core'

export interface Window {
  readonly page: Page
  /** Types a line to the bot and sends it. */
  say(text: string): Promise<void>
  /** Texts of the cards on screen, oldest first. */
  cards(): Promise<readonly string[]>
  /** Presses the last button of that name on screen. */
  press(name: string): Promise<void>
  /** Waits until the text is somewhere on screen. */
  see(text: string | RegExp, withinMs?: number): Promise<void>
  /** Waits until the text is nowhere on screen. */
  seeNoMore(text: string | RegExp, withinMs?: number): Promise<void>
  /** Opens another chat of the list: `Personal Chat`, `Group Chat`, or a channel. */
  open(chat: string): Promise<void>
}

const PATIENCE_MS = 20_000

export function openBrowser(executablePath: string): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...quiet] })
}

/** Opens a page of the Playground. Whatever it wants from elsewhere is refused at once: nothing leaves this machine. */
export async function openWindow(browser: Browser, url: string, { sharpness = 1 }: { readonly sharpness?: number } = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 1500, height: 1400 }, deviceScaleFactor: sharpness })
  await context.route(
    (address) => !['127.0.0.1', 'localhost'].includes(address.hostname),
    (route) => route.abort(),
  )
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(url, { waitUntil: 'domcontentloaded' })
  const composer = page.locator('div[role=textbox][contenteditable=true]').first()
  await composer.waitFor()
  return {
    page,
    async say(text) {
      await composer.click()
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    },
    cards: () => page.locator('.ac-adaptiveCard').allInnerTexts(),
    async press(name) {
      await page.getByRole('button', { name, exact: true }).last().click()
    },
    async see(text, withinMs = PATIENCE_MS) {
      await page.getByText(text).first().waitFor({ timeout: withinMs })
    },
    async seeNoMore(text, withinMs = PATIENCE_MS) {
      await page.getByText(text).first().waitFor({ state: 'detached', timeout: withinMs })
    },
    async open(chat) {
      await page.getByRole('treeitem', { name: chat, exact: false }).click()
    },
  }
}
