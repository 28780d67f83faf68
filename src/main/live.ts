import type { Logger } from 'pino'
import { settingsOf } from '../app/settings.ts'
import type { Config } from '../config.ts'
import type { Language } from '../domain/language.ts'
import { wordsOf } from '../locales/words.ts'
import { serve } from './serve.ts'
import type { Running } from './start.ts'

export interface LiveOptions {
  readonly config: Config
  readonly folder: string
  readonly auditKey: string
  readonly log: Logger
  readonly language: Language
  readonly say: (text: string) => void
}

/** The production service over configured tenants. */
export async function runLive({ config, folder, auditKey, log, language, say }: LiveOptions): Promise<Running> {
  const settings = settingsOf(config, auditKey)
  const host = config.env.MAILFLOW_HOST ?? '0.0.0.0'
  const serving = await serve({ settings, folder, host, port: config.env.PORT, log, sandbox: null })
  const words = wordsOf(language)
  say(words('console.up.live', { tenants: config.tenants.map((tenant) => tenant.name).join(', ') }))
  say(words('console.labelled', { label: words('console.up.service'), value: `http://${host}:${serving.port}` }))
  if (Object.keys(settings.hookSecrets).length === 0 && !settings.activity.authId) say(words('console.up.hooks-off'))
  if (!settings.slack && !settings.teams) say(words('console.up.platforms-off'))
  return { stop: () => serving.stop() }
}
