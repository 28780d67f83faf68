import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zipSync } from 'fflate'

const HERE = dirname(fileURLToPath(import.meta.url))
const FILES = ['manifest.json', 'fr.json', 'color.png', 'outline.png']
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const HOSTNAME = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/i

/**
 * Packs the Teams app: the zip that is uploaded in the Teams admin center.
 * @param {{ appId: string, hostname: string, out: string }} options appId: application id of the bot's registration; hostname: where the bot is
 *   reached from the internet; out: path of the zip.
 * @returns {Promise<string>} the path written
 * @throws {TypeError} when the id or the host name cannot be one
 */
export async function packTeamsManifest({ appId, hostname, out }) {
  if (!GUID.test(appId)) throw new TypeError('appId is not an application id (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)')
  if (!HOSTNAME.test(hostname)) throw new TypeError('hostname is not the name of a public host')
  const entries = await Promise.all(
    FILES.map(async (name) => [name, await contentOf(name, { TEAMS_APP_ID: appId, MAILFLOW_HOST: hostname })]),
  )
  await mkdir(dirname(resolve(out)), { recursive: true })
  await writeFile(out, zipSync(Object.fromEntries(entries)))
  return out
}

async function contentOf(name, values) {
  const bytes = await readFile(join(HERE, name))
  if (name !== 'manifest.json') return new Uint8Array(bytes)
  return new TextEncoder().encode(bytes.toString('utf8').replace(/\$\{(\w+)\}/g, (_all, key) => values[key]))
}

/** Settings that the environment lacks, by name; empty when it can be packed. */
export function missingFrom(env) {
  const missing = []
  if (!GUID.test(env.TEAMS_APP_ID ?? '')) missing.push('TEAMS_APP_ID')
  if (!hostnameOf(env.MAILFLOW_PUBLIC_URL)) missing.push('MAILFLOW_PUBLIC_URL')
  return missing
}

/** The host of a public https address; null when it is none. */
export function hostnameOf(address) {
  try {
    const { protocol, hostname } = new URL(address ?? '')
    return protocol === 'https:' && HOSTNAME.test(hostname) ? hostname : null
  } catch {
    return null
  }
}
