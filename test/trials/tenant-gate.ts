import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where a call of the admin API is held: `before` it reaches the tenant, or `after` the tenant carried it out and before the answer is seen. */
export interface Hold {
  readonly cmdlet: RegExp
  readonly at: 'before' | 'after'
}

/** Stands between the service and the simulated tenant. */
export interface TenantGate {
  readonly url: string
  /** Holds the next such call for ever; resolves when one is held. */
  hold(hold: Hold): Promise<void>
  /** Changes what the tenant answers, as text; null changes nothing. */
  rewrite(change: ((cmdlet: string, answer: string) => string) | null): void
  /** Nothing is held any more; calls that were held never end. */
  open(): void
  stop(): Promise<void>
}

export async function openGate(tenant: string): Promise<TenantGate> {
  let held: { readonly hold: Hold; readonly tell: () => void } | null = null
  let change: ((cmdlet: string, answer: string) => string) | null = null
  const isHeld = (at: Hold['at'], cmdlet: string): boolean => held !== null && held.hold.at === at && held.hold.cmdlet.test(cmdlet)

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const cmdlet = /"CmdletName":"([^"]+)"/.exec(body.toString())?.[1] ?? ''
    if (isHeld('before', cmdlet)) return held?.tell()
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name) ? [[name, value]] : [],
      ),
    )
    const answer = await fetch(`${tenant}${request.url}`, { method: 'POST', headers, body })
    const text = await answer.text()
    if (isHeld('after', cmdlet)) return held?.tell()
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
    response.end(change ? change(cmdlet, text) : text)
  }

  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (hold) =>
      new Promise((tell) => {
        held = { hold, tell }
      }),
    rewrite(next) {
      change = next
    },
    open() {
      held = null
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
