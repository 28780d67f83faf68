import { randomBytes } from 'node:crypto'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express, { type ErrorRequestHandler } from 'express'
import { z } from 'zod'
import { Failure } from '../../domain/failure.ts'
import { jsonOf } from '../../domain/json-of.ts'
import { sameText } from '../same-text.ts'
import type { Outcome } from './outcome.ts'

/** A command line as it travels to the running service. */
export const CommandBody = z.strictObject({
  argv: z.array(z.string().max(200_000)).max(2000),
  /** Standard input, base64. */
  stdin: z.string().max(4_000_000),
  language: z.enum(['en', 'fr']),
  colour: z.boolean(),
  width: z.int().min(20).max(500),
})
export type CommandBody = z.output<typeof CommandBody>

const ServiceFile = z.object({ url: z.url(), token: z.string().min(32) })
export const SERVICE_FILE = 'service.json'

export interface Endpoint {
  readonly url: string
  close(): Promise<void>
}

/**
 * The local endpoint of a running service: `POST /command` on 127.0.0.1, own port, a token that only this user can read, Host checked so that a page in
 * a browser cannot reach it under another name, and no CORS. Its address is in `service.json` (mode 0600) in the data folder.
 */
export async function openEndpoint(folder: string, run: (body: CommandBody) => Promise<Outcome>): Promise<Endpoint> {
  const token = randomBytes(32).toString('hex')
  const app = express().disable('x-powered-by')
  const server = createServer(app)
  app.use((request, response, next) => {
    const { port } = server.address() as AddressInfo
    const isHere = request.headers.host === `127.0.0.1:${port}` && request.headers.origin === undefined
    const knows = sameText(request.get('authorization') ?? '', `Bearer ${token}`)
    if (isHere && knows) next()
    else response.status(403).json({ error: 'forbidden' })
  })
  app.post('/command', express.json({ limit: '5mb' }), async (request, response) => {
    const body = CommandBody.safeParse(request.body)
    if (!body.success) response.status(400).json({ error: 'bad-body' })
    else response.json(await run(body.data))
  })
  app.use(fault)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const path = join(folder, SERVICE_FILE)
  await writeFile(path, JSON.stringify({ url, token }), { mode: 0o600 })
  await chmod(path, 0o600)
  return {
    url,
    async close() {
      await rm(path, { force: true })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Instead of Express's own answer, which is a stack trace. */
const fault: ErrorRequestHandler = (thrown: { readonly status?: number }, _request, response, _next) => {
  const isTheirs = thrown.status !== undefined && thrown.status < 500
  response.status(isTheirs ? (thrown.status ?? 400) : 500).json({ error: isTheirs ? 'bad-body' : 'internal' })
}

/** Sends a command line to the service of a data folder; null when none answers there. Throws Failure('internal') when it cannot take the command. */
export async function askService(folder: string, body: CommandBody): Promise<Outcome | null> {
  const text = await readFile(join(folder, SERVICE_FILE), 'utf8').catch(() => null)
  const service = text === null ? null : ServiceFile.safeParse(jsonOf(text))
  if (!service?.success) return null
  const { url, token } = service.data
  const response = await fetch(`${url}/command`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  // 403: another service has taken the address of one that was killed.
  if (!response || response.status === 403) return null
  if (!response.ok) throw new Failure('internal', { why: `the running service answered ${response.status}` })
  return (await response.json()) as Outcome
}
