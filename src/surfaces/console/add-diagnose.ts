import { X509Certificate } from 'node:crypto'
import { type Command, Option } from 'commander'
import type { Language } from '../../domain/language.ts'
import type { TlsSettings } from '../../domain/tenant.ts'
import { wordsOf } from '../../locales/words.ts'
import { oneLine } from '../../render/plain.ts'
import { argumentsIn, many } from './arguments.ts'
import type { ConsoleWorld } from './console-world.ts'
import { misused } from './misused.ts'
import { asJson, type Give, language } from './options.ts'
import type { Outcome } from './outcome.ts'

const TLS: readonly TlsSettings[] = ['EncryptionOnly', 'CertificateValidation', 'DomainValidation']

interface DiagnoseFlags {
  connector?: string
  tenant?: string
  smartHost?: readonly string[]
  domain?: string
  tls?: TlsSettings
  tlsDomain?: string
  dns?: string
  port?: number
  allow?: readonly string[]
  ca?: string
  timeout?: number
  control?: string
  json?: boolean
  verbose?: boolean
  note?: boolean
  all?: boolean
  rcpt?: string
  from?: string
  reported?: string
  lang: Language
}

/** `mailflow diagnose`, with everything it can be told about target, settings and network. */
export function addDiagnose(program: Command, world: ConsoleWorld, give: Give): void {
  const says = wordsOf(world.language)
  const reads = argumentsIn(says)
  program
    .command('diagnose [target...]')
    .description(says('console.diagnose'))
    .option('--connector <name>', says('console.connector'))
    .option('--tenant <tenant>', says('console.tenant'))
    .option('--smart-host <host>', says('console.smart-host'), many)
    .option('--domain <domain>', says('console.domain'))
    .addOption(new Option('--tls <settings>', says('console.tls')).choices([...TLS]))
    .option('--tls-domain <name>', says('console.tls-domain'))
    .option('--dns <ip:port>', says('console.dns'), reads.nameServer)
    .option('--port <number>', says('console.port'), reads.port)
    .option('--allow <cidr>', says('console.allow'), reads.ranges)
    .option('--ca <file>', says('console.ca'))
    .option('--timeout <seconds>', says('console.timeout'), reads.seconds)
    .option('--control <host[:port]|none>', says('console.control'), reads.hostPort)
    .option('--all', says('console.all'))
    .option('--rcpt <address>', says('console.rcpt'))
    .option('--from <address>', says('console.from'))
    .option('--reported <error>', says('console.reported'))
    .option('--verbose', says('console.verbose'))
    .option('--note', says('console.note'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (target: string[], flags: DiagnoseFlags) => {
      const { dns, port, allow, ca, timeout, lang, ...options } = flags
      const root = ca === undefined ? null : await certificateAt(world, ca)
      if (root && 'exit' in root) return give(root)
      const probe = {
        ...(dns ? { dnsServers: [dns] } : {}),
        ...(port ? { port } : {}),
        ...(allow ? { allow } : {}),
        ...(root ? { extraCa: [root.pem] } : {}),
        ...(timeout ? { timeoutMs: timeout * 1000 } : {}),
      }
      const { diagnoseCommand } = await import('./commands/diagnose.ts')
      give(await diagnoseCommand(world, target.length > 0 ? target.join(' ') : undefined, { ...options, probe, language: lang }))
    })
}

async function certificateAt(world: ConsoleWorld, path: string): Promise<{ readonly pem: string } | Outcome> {
  const says = wordsOf(world.language)
  const file = await world.file(path)
  if (file.is === 'absent') return misused(says, ['diagnose'], 'no-file', { path: oneLine(path) })
  if (file.is === 'folder') return misused(says, ['diagnose'], 'folder', { path: oneLine(path) })
  if (file.is === 'unreadable') return misused(says, ['diagnose'], 'unreadable', { path: oneLine(path), why: file.why })
  const pem = Buffer.from(file.bytes).toString('utf8')
  return isCertificate(pem) ? { pem } : misused(says, ['diagnose'], 'no-certificate', { path: oneLine(path) })
}

function isCertificate(pem: string): boolean {
  try {
    return pem.includes('-----BEGIN CERTIFICATE-----') && new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
