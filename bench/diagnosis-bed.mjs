import { startChild } from './children.mjs'

/**
 * What diagnoses are measured on: the far side in one process, and as many probing processes as are asked for. `hold(mailMs, namesMs)` says how long
 * answers are held back; `prober({ stored })` starts one, with a store on an empty Postgres when `stored`. `close` ends everything.
 */
export async function makeDiagnosisBed() {
  await import('../test/support/typescript.mjs')
  const certificates = await makeCertificates()
  const peer = await startChild('slow-peer.mjs')
  const ports = await peer.ask('start', certificates)
  const open = new Set([peer])
  let postgres = null

  async function prober({ stored = false, deaf = null } = {}) {
    const child = await startChild('prober.mjs')
    open.add(child)
    if (stored) {
      const { startPostgres } = await import('../test/support/postgres.ts')
      postgres ??= await startPostgres()
    }
    await child.ask('start', { ports, ca: certificates.ca, deaf, database: stored ? await postgres.fresh() : null })
    return { ask: child.ask, stop: () => child.stop() }
  }

  async function closeAll() {
    await Promise.all([...open].map((child) => child.stop()))
    await postgres?.stop()
  }
  let closing = null
  return {
    port: ports.mail,
    prober,
    hold: (mailMs, namesMs = 0) => peer.ask('hold', { mailMs, namesMs }),
    seen: () => peer.ask('seen'),
    close() {
      closing ??= closeAll()
      return closing
    },
  }
}

/** A chain as public authorities issue it today: ECDSA, the intermediate certificate sent along. */
async function makeCertificates() {
  const { issue } = await import('../test/adapters/network/certificates.ts')
  const root = await issue({ subject: 'CN=Bench Root', authority: true })
  const between = await issue({ subject: 'CN=Bench Intermediate', authority: true, by: root })
  const leaf = await issue({ subject: 'CN=mx.bench.example', names: ['*.bench.example'], by: between })
  return { key: leaf.key, cert: leaf.pem + between.pem, ca: root.pem }
}
