import { Command, CommanderError, Option } from 'commander'
import { failureCard } from '../../cards/failure-card.ts'
import { Failure, messageOf } from '../../domain/failure.ts'
import { LANGUAGES, type Language } from '../../domain/language.ts'
import type { TlsSettings } from '../../domain/tenant.ts'
import { wordsOf } from '../../locales/words.ts'
import { toTerminal } from '../../render/terminal.ts'
import { argumentsIn, many, pair, spoken } from './arguments.ts'
import { auditExport, auditVerify } from './commands/audit.ts'
import { diagnoseCommand } from './commands/diagnose.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { cardCommand, incidentsCommand, requestsCommand } from './commands/listings.ts'
import { ACTS, sandboxAct, sandboxAlert, sandboxList, sandboxSlack, sandboxTenant } from './commands/sandbox.ts'
import type { ConsoleWorld, ServiceWorld } from './console-world.ts'
import { complained, EXIT, type Outcome } from './outcome.ts'
import { titled } from './titled.ts'

const TLS: readonly TlsSettings[] = ['EncryptionOnly', 'CertificateValidation', 'DomainValidation']

/** Runs one `mailflow` command line (without the program's name). Never throws: what goes wrong is said, with an exit code. */
export async function runCli(argv: readonly string[], world: ConsoleWorld): Promise<Outcome> {
  const printed = { out: '', err: '' }
  let outcome: Outcome | null = null
  const program = programOf(world, (result) => {
    outcome = result
  })
  for (const each of [program, ...program.commands, ...program.commands.flatMap((command) => command.commands)]) {
    each.exitOverride().configureOutput({
      writeOut: (text) => {
        printed.out += text
      },
      writeErr: (text) => {
        printed.err += text
      },
    })
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError) return { ...printed, exit: isHelpAskedFor(thrown, printed.err) ? EXIT.ok : EXIT.usage }
    return failed(thrown, world, spoken(argv, world.language))
  }
  return outcome ?? { ...printed, exit: EXIT.usage }
}

/** Commander's own exit code for help takes over that of the process; where it wrote tells asked for from shown in place of an error. */
const isHelpAskedFor = ({ code }: CommanderError, complaint: string): boolean => code.startsWith('commander.help') && complaint === ''

function failed(thrown: unknown, world: ConsoleWorld, language: Language): Outcome {
  const failure = thrown instanceof Failure ? thrown : new Failure('internal', { why: messageOf(thrown) }, { cause: thrown })
  const usage = ['bad-input', 'not-found', 'unknown-scenario'].includes(failure.code)
  return complained(toTerminal(failureCard(failure, world.showing(language)), world), usage ? EXIT.usage : EXIT.failed)
}

type Give = (outcome: Outcome) => void

function programOf(world: ConsoleWorld, give: Give): Command {
  const says = wordsOf(world.language)
  const program = new Command('mailflow')
    .description(says('console.about'))
    .helpOption('-h, --help', says('console.help'))
    .helpCommand('help [command]', says('console.help'))
    .configureHelp({ styleTitle: (title) => titled(title, says) })
    .showHelpAfterError()
  program.command('start').description(says('console.start'))
  addExplain(program, world, give)
  addDiagnose(program, world, give)
  addListings(program, world, give)
  addAudit(program, world, give)
  addSandbox(program, world, give)
  return program
}

const language = (world: ConsoleWorld): Option =>
  new Option('--lang <language>', wordsOf(world.language)('console.lang')).choices([...LANGUAGES]).default(world.language)
const asJson = (world: ConsoleWorld): Option => new Option('--json', wordsOf(world.language)('console.json'))
async function needed(world: ConsoleWorld): Promise<ServiceWorld> {
  const service = await world.service()
  if (!service) throw new Failure('no-service')
  return service
}

function addExplain(program: Command, world: ConsoleWorld, give: Give): void {
  program
    .command('explain [text...]')
    .description(wordsOf(world.language)('console.explain'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (text: string[], options: { json?: boolean; lang: Language }) =>
      give(
        await explainCommand(world, text.length > 0 ? text.join(' ') : undefined, {
          ...(options.json ? { json: true } : {}),
          language: options.lang,
        }),
      ),
    )
}

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
  lang: Language
}

function addDiagnose(program: Command, world: ConsoleWorld, give: Give): void {
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
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (target: string[], flags: DiagnoseFlags) => {
      const { dns, port, allow, ca, timeout, lang, ...options } = flags
      const probe = {
        ...(dns ? { dnsServers: [dns] } : {}),
        ...(port ? { port } : {}),
        ...(allow ? { allow } : {}),
        ...(ca ? { extraCa: [await world.readFile(ca)] } : {}),
        ...(timeout ? { timeoutMs: timeout * 1000 } : {}),
      }
      give(await diagnoseCommand(world, target.length > 0 ? target.join(' ') : undefined, { ...options, probe, language: lang }))
    })
}

function addListings(program: Command, world: ConsoleWorld, give: Give): void {
  const says = wordsOf(world.language)
  type Flags = { json?: boolean; lang: Language }
  const options = (flags: Flags) => ({ ...(flags.json ? { json: true } : {}), language: flags.lang })
  program
    .command('incidents')
    .description(says('console.incidents'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: Flags) => give(await incidentsCommand(world, await needed(world), options(flags))))
  program
    .command('requests')
    .description(says('console.requests'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: Flags) => give(await requestsCommand(world, await needed(world), options(flags))))
  program
    .command('card <id>')
    .description(says('console.card'))
    .addOption(new Option('--format <format>', says('console.format')).choices(['block-kit', 'adaptive-card', 'text']).default('text'))
    .addOption(language(world))
    .action(async (id: string, flags: { format: 'block-kit' | 'adaptive-card' | 'text'; lang: Language }) =>
      give(await cardCommand(world, await needed(world), id, flags.format, flags.lang)),
    )
  program
    .command('doctor')
    .description(says('console.doctor'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: Flags) => give(await doctorCommand(world, options(flags))))
}

function addAudit(program: Command, world: ConsoleWorld, give: Give): void {
  const says = wordsOf(world.language)
  const audit = program.command('audit').description(says('console.audit.about'))
  audit
    .command('verify')
    .description(says('console.audit.verify'))
    .option('--head <sequence:mac>', says('console.audit.head'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: { head?: string; json?: boolean; lang: Language }) =>
      give(await auditVerify(await needed(world), { ...flags, language: flags.lang })),
    )
  audit
    .command('export')
    .description(says('console.audit.export'))
    .action(async () => give(await auditExport(await needed(world))))
}

function addSandbox(program: Command, world: ConsoleWorld, give: Give): void {
  const says = wordsOf(world.language)
  const sandbox = program.command('sandbox').description(says('console.sandbox.about'))
  type Flags = { json?: boolean; lang: Language }
  sandbox
    .command('list')
    .description(says('console.sandbox.list'))
    .addOption(language(world))
    .action(async (flags: Flags) => give(sandboxList(await needed(world), flags.lang)))
  sandbox
    .command('alert <scenario>')
    .description(says('console.sandbox.alert'))
    .addOption(language(world))
    .action(async (scenario: string, flags: Flags) => give(await sandboxAlert(await needed(world), scenario, flags.lang)))
  sandbox
    .command('tenant')
    .description(says('console.sandbox.tenant'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: Flags) =>
      give(sandboxTenant(await needed(world), { ...(flags.json ? { json: true } : {}), language: flags.lang })),
    )
  sandbox
    .command('slack <command...>')
    .description(says('console.sandbox.slack'))
    .action(async (command: string[]) => give(await sandboxSlack(await needed(world), command.join(' '))))
  addAct(sandbox, world, give)
}

function addAct(sandbox: Command, world: ConsoleWorld, give: Give): void {
  const says = wordsOf(world.language)
  const act = sandbox.command('act').description(says('console.sandbox.act'))
  sandbox.enablePositionalOptions()
  act
    .addOption(new Option('--as <role>', says('console.sandbox.as')).choices(['requester', 'approver']).makeOptionMandatory())
    .addArgument(act.createArgument('<verb>', says('console.sandbox.verb')).choices([...ACTS]))
    .argument('<subject>', says('console.sandbox.subject'))
    .option('--incident <id>', says('console.sandbox.incident'))
    .option('--set <key=value>', says('console.sandbox.set'), pair)
    .addOption(asJson(world))
    .addOption(language(world))
    .action(
      async (
        verb: (typeof ACTS)[number],
        subject: string,
        flags: { as: 'requester' | 'approver'; incident?: string; set?: Readonly<Record<string, string>>; json?: boolean; lang: Language },
      ) => give(await sandboxAct(world, await needed(world), verb, subject, { ...flags, set: flags.set ?? {}, language: flags.lang })),
    )
}
