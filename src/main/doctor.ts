import { createNetwork } from '../adapters/network/create-network.ts'
import { clock } from '../app/clock.ts'
import type { AppSettings } from '../app/settings.ts'
import { askControl } from '../core/gather/ask-control.ts'
import { startDeadline } from '../core/gather/deadline.ts'
import { Failure, messageOf } from '../domain/failure.ts'
import type { Language } from '../domain/language.ts'
import { wordsOf } from '../locales/words.ts'
import type { Check, ServiceWorld } from '../surfaces/console/console-world.ts'

type Settings = Pick<AppSettings, 'network' | 'control' | 'slack' | 'teams'>

/** One line per part that has to work, checked now and side by side. Data that cannot be opened is a line too, not the end. */
export async function doctorChecks(
  settings: Settings,
  open: () => Promise<ServiceWorld | null>,
  language: Language,
): Promise<readonly Check[]> {
  const words = wordsOf(language)
  const { service, broken } = await open().then(
    (opened) => ({ service: opened, broken: null }),
    (thrown) => ({ service: null, broken: whyOf(thrown, language) }),
  )
  const tenants = service?.desk.tenants ?? []
  const checks = await Promise.all([
    Promise.resolve<Check>({ name: words('console.check.config'), is: 'ok', detail: words('console.check.good') }),
    broken === null ? databaseCheck(service, language) : { name: words('console.check.database'), is: 'failed' as const, detail: broken },
    auditCheck(service, language),
    ...tenants.map((tenant) => tenantCheck(service, tenant, language)),
    controlCheck(settings, language),
  ])
  return [...checks, platformCheck('slack', settings, language), platformCheck('teams', settings, language)]
}

const whyOf = (thrown: unknown, language: Language): string =>
  thrown instanceof Failure ? wordsOf(language)(`failures.${thrown.code}.what`, thrown.args) : messageOf(thrown)

async function databaseCheck(service: ServiceWorld | null, language: Language): Promise<Check> {
  const words = wordsOf(language)
  const name = words('console.check.database')
  if (!service) return { name, is: 'unknown', detail: words('console.check.no-service') }
  const healthy = await service.store.healthy().catch(() => false)
  return {
    name,
    is: healthy ? 'ok' : 'failed',
    detail: healthy ? words('console.check.good') : words('failures.database-unreachable.what', { why: '' }),
  }
}

async function auditCheck(service: ServiceWorld | null, language: Language): Promise<Check> {
  const words = wordsOf(language)
  const name = words('console.check.audit')
  if (!service) return { name, is: 'unknown', detail: words('console.check.no-service') }
  const check = await service.store.verifyAudit()
  if (check.is === 'intact')
    return { name, is: 'ok', detail: words('console.audit.intact', { count: check.rows, head: check.head.slice(0, 12) }) }
  return {
    name,
    is: 'failed',
    detail: words('failures.audit-broken.what', {
      row: check.sequence,
      why: words(check.why === 'head' ? 'console.audit.cut' : `console.audit.${check.why}`),
    }),
  }
}

async function tenantCheck(service: ServiceWorld | null, tenant: string, language: Language): Promise<Check> {
  const words = wordsOf(language)
  const name = words('console.check.tenant', { tenant: service?.tenantName(tenant) ?? tenant })
  const answer = await service?.exchange(tenant)?.connectors()
  if (answer?.is === 'found') return { name, is: 'ok', detail: words('console.check.found-connectors', { count: answer.value.length }) }
  return { name, is: 'failed', detail: answer?.is === 'unknown' ? answer.why : words('console.check.off') }
}

/** For all known-good targets together, when no time is configured. */
const CONTROL_MS = 15_000

/** Whether mail ports can be reached from here at all: without that, silence says nothing about anybody's server. */
async function controlCheck(settings: Settings, language: Language): Promise<Check> {
  const words = wordsOf(language)
  const name = words('console.check.port25')
  if (!settings.control) return { name, is: 'off', detail: words('console.check.no-control') }
  const target = settings.control
  try {
    const deadline = startDeadline(clock, settings.network.timeoutMs ?? CONTROL_MS)
    const control = await askControl(createNetwork(settings.network), target, deadline)
    if (control === null) return { name, is: 'unknown', detail: words('console.check.not-tried', { target }) }
    return control.passed
      ? { name, is: 'ok', detail: words('console.check.reached', { target }) }
      : { name, is: 'failed', detail: words('console.check.not-reached', { target }) }
  } catch (thrown) {
    return { name, is: 'unknown', detail: messageOf(thrown) }
  }
}

function platformCheck(platform: 'slack' | 'teams', settings: Settings, language: Language): Check {
  const words = wordsOf(language)
  const name = words(`console.check.${platform}`)
  if (!settings[platform]) return { name, is: 'off', detail: words('console.check.off') }
  const how = platform === 'slack' && settings.slack?.appToken ? 'Socket Mode' : 'HTTP'
  return { name, is: 'ok', detail: words('console.check.slack-configured', { how }) }
}
