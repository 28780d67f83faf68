import { Command, CommanderError, Option } from 'commander'
import { failureCard } from '../../cards/failure-card.ts'
import { Failure, messageOf } from '../../domain/failure.ts'
import type { Language } from '../../domain/language.ts'
import { wordsOf } from '../../locales/words.ts'
import { toTerminal } from '../../render/terminal.ts'
import { addDiagnose } from './add-diagnose.ts'
import { pair, spoken } from './arguments.ts'
import { complaint } from './complaint.ts'
import type { ConsoleWorld, ServiceWorld } from './console-world.ts'
import { ACTS, type Act, asJson, type Give, language, RANGE_FORMATS, type RangeFormat } from './options.ts'
import { complained, EXIT, type Outcome } from './outcome.ts'
import { spokenHelp } from './spoken-help.ts'

/** Each command is loaded when it is asked for: most of the time a short command takes would go into the others. */
const commands = {
  audit: () => import('./commands/audit.ts'),
  code: () => import('./commands/code.ts'),
  doctor: () => import('./commands/doctor.ts'),
  explain: () => import('./commands/explain.ts'),
  listings: () => import('./commands/listings.ts'),
  ranges: () => import('./commands/ranges.ts'),
  sandbox: () => import('./commands/sandbox.ts'),
}

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
      outputError: (text, write) => write(complaint(text, wordsOf(spoken(argv, world.language)))),
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

function programOf(world: ConsoleWorld, give: Give): Command {
  const says = wordsOf(world.language)
  const program = new Command('mailflow')
    .description(says('console.about'))
    .helpOption('-h, --help', says('console.help'))
    .helpCommand('help [command]', says('console.help'))
    .configureHelp(spokenHelp(says))
    .showHelpAfterError()
  program.command('start').description(says('console.start'))
  addExplain(program, world, give)
  addDiagnose(program, world, give)
  addRanges(program, world, give)
  addListings(program, world, give)
  addAudit(program, world, give)
  addSandbox(program, world, give)
  return program
}

async function needed(world: ConsoleWorld): Promise<ServiceWorld> {
  const service = await world.service()
  if (!service) throw new Failure('no-service')
  return service
}

function addExplain(program: Command, world: ConsoleWorld, give: Give): void {
  program
    .command('explain [text...]')
    .description(wordsOf(world.language)('console.explain'))
    .option('--note', wordsOf(world.language)('console.note'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (text: string[], { lang, ...options }: { json?: boolean; note?: boolean; lang: Language }) =>
      give(
        await (await commands.explain()).explainCommand(world, text.length > 0 ? text.join(' ') : undefined, {
          ...options,
          language: lang,
        }),
      ),
    )
  program
    .command('code <words...>')
    .description(wordsOf(world.language)('console.code'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (words: string[], { lang, ...options }: { json?: boolean; lang: Language }) =>
      give((await commands.code()).codeCommand(world, words.join(' '), { ...options, language: lang })),
    )
}

function addRanges(program: Command, world: ConsoleWorld, give: Give): void {
  const says = wordsOf(world.language)
  program
    .command('ranges')
    .description(says('console.ranges'))
    .addOption(new Option('--format <format>', says('console.ranges-format')).choices([...RANGE_FORMATS]).default('plain'))
    .addOption(language(world))
    .action(async (flags: { format: RangeFormat; lang: Language }) =>
      give(await (await commands.ranges()).rangesCommand(world, flags.format, flags.lang)),
    )
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
    .action(async (flags: Flags) => give(await (await commands.listings()).incidentsCommand(world, await needed(world), options(flags))))
  program
    .command('requests')
    .description(says('console.requests'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: Flags) => give(await (await commands.listings()).requestsCommand(world, await needed(world), options(flags))))
  program
    .command('card <id>')
    .description(says('console.card'))
    .addOption(new Option('--format <format>', says('console.format')).choices(['block-kit', 'adaptive-card', 'text']).default('text'))
    .addOption(language(world))
    .action(async (id: string, flags: { format: 'block-kit' | 'adaptive-card' | 'text'; lang: Language }) =>
      give(await (await commands.listings()).cardCommand(world, await needed(world), id, flags.format, flags.lang)),
    )
  program
    .command('doctor')
    .description(says('console.doctor'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: Flags) => give(await (await commands.doctor()).doctorCommand(world, options(flags))))
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
      give(await (await commands.audit()).auditVerify(await needed(world), { ...flags, language: flags.lang })),
    )
  audit
    .command('export')
    .description(says('console.audit.export'))
    .action(async () => give(await (await commands.audit()).auditExport(await needed(world))))
}

function addSandbox(program: Command, world: ConsoleWorld, give: Give): void {
  const says = wordsOf(world.language)
  const sandbox = program.command('sandbox').description(says('console.sandbox.about'))
  type Flags = { json?: boolean; lang: Language }
  sandbox
    .command('list')
    .description(says('console.sandbox.list'))
    .addOption(language(world))
    .action(async (flags: Flags) => give((await commands.sandbox()).sandboxList(await needed(world), flags.lang)))
  sandbox
    .command('alert <scenario>')
    .description(says('console.sandbox.alert'))
    .addOption(language(world))
    .action(async (scenario: string, flags: Flags) =>
      give(await (await commands.sandbox()).sandboxAlert(await needed(world), scenario, flags.lang)),
    )
  sandbox
    .command('tenant')
    .description(says('console.sandbox.tenant'))
    .addOption(asJson(world))
    .addOption(language(world))
    .action(async (flags: Flags) =>
      give((await commands.sandbox()).sandboxTenant(await needed(world), { ...(flags.json ? { json: true } : {}), language: flags.lang })),
    )
  sandbox
    .command('slack <command...>')
    .description(says('console.sandbox.slack'))
    .action(async (command: string[]) => give(await (await commands.sandbox()).sandboxSlack(await needed(world), command.join(' '))))
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
        verb: Act,
        subject: string,
        flags: { as: 'requester' | 'approver'; incident?: string; set?: Readonly<Record<string, string>>; json?: boolean; lang: Language },
      ) =>
        give(
          await (await commands.sandbox()).sandboxAct(world, await needed(world), verb, subject, {
            ...flags,
            set: flags.set ?? {},
            language: flags.lang,
          }),
        ),
    )
}
