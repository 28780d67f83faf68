import { messageOf } from '../domain/failure.ts'
import { wordsOf } from '../locales/words.ts'
import { loadEnvFile } from './env-file.ts'
import { terminalLanguage } from './terminal.ts'

/** Beside the manifest it packs; plain JavaScript, so that it needs no build. */
interface Packer {
  packTeamsManifest(options: { readonly appId: string; readonly hostname: string; readonly out: string }): Promise<string>
  missingFrom(env: NodeJS.ProcessEnv): readonly ('TEAMS_APP_ID' | 'MAILFLOW_PUBLIC_URL')[]
  hostnameOf(address: string | undefined): string | null
}

const PACKER = new URL('../../manifests/teams/pack.mjs', import.meta.url)
const OUT = 'mailflow-medic-teams.zip'

/** `mailflow manifest teams [FILE]`: packs the Teams app for this bot's id and address, from `.env` and the environment. Returns the exit code. */
export async function manifest([out = OUT]: readonly string[]): Promise<number> {
  loadEnvFile()
  const { env } = process
  const says = wordsOf(terminalLanguage(env))
  const { packTeamsManifest, missingFrom, hostnameOf } = (await import(PACKER.href)) as Packer
  const missing = missingFrom(env)
  if (missing.length > 0) {
    const lines = missing.map((name) => `  ${says('console.labelled', { label: name, value: says(`console.manifest.missing.${name}`) })}`)
    process.stderr.write(`${[says('console.manifest.not-packed'), ...lines].join('\n')}\n`)
    return 2
  }
  try {
    await packTeamsManifest({ appId: env.TEAMS_APP_ID ?? '', hostname: hostnameOf(env.MAILFLOW_PUBLIC_URL) ?? '', out })
    process.stdout.write(`${says('console.manifest.written', { out })}\n`)
    return 0
  } catch (thrown) {
    process.stderr.write(`${says('console.manifest.not-written', { out, why: messageOf(thrown) })}\n`)
    return 1
  }
}
