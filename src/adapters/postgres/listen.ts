import pg from 'pg'

const FIRST_RETRY_MS = 200
const LONGEST_RETRY_MS = 10_000

/**
 * Listens on one channel over a connection of its own, and connects again when that breaks.
 * `onGap` is called after each new connection: what was sent in between went unheard.
 */
export async function listenOn(
  url: string,
  channel: string,
  hear: (payload: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  let ended = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let wait = FIRST_RETRY_MS

  const again = (): void => {
    if (ended || timer) return
    timer = setTimeout(() => {
      timer = undefined
      connect().then(onGap, again)
    }, wait)
    wait = Math.min(wait * 2, LONGEST_RETRY_MS)
  }

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: 'mailflow-medic',
    })
    fresh.on('error', () => undefined)
    fresh.on('end', again)
    fresh.on('notification', (notice) => hear(notice.payload ?? ''))
    await fresh.connect()
    await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    client = fresh
    wait = FIRST_RETRY_MS
    if (ended) await fresh.end()
  }

  await connect()
  return async () => {
    ended = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }
}
