import { Argument, Command, CommanderError, Option } from 'commander'
import { failureCard } from '../../cards/failure-card.ts'
import { Failure, messageOf } from '../../domain/failure.ts'
import type { Language } from '../../domain/language.ts'
import { wordsOf } from '../../locales/words.ts'
import { toTerminal } from '../../render/terminal.ts'
import { addDiagnose } from './add-diagnose.ts'
import { addSandbox } from './add-sandbox.ts'
import { helpLine, spoken } from './arguments.ts'
import { complaint } from './complaint.ts'
import type { ConsoleWorld } from './console-world.ts'
import { asJson, type Give, language, needed, RANGE_FORMATS, type RangeFormat } from './options.ts'
import { complained, EXIT, type Outcome } from './outcome.ts'
import { hintOf, spokenHelp } from './spoken-help.ts'

/** Each command is loaded when it is asked for: most of the time a short command takes would go into the others. */
const commands = {
  audit: () => import('./commands/audit.ts'),
  code: () => import('./commands/code.ts'),
  doctor: () => import('./commands/doctor.ts'),
  explain: () => import('./commands/explain.ts'),
  listings: () => import('./commands/listings.ts'),
  ranges: () => import('./commands/ranges.ts'),
}

/** Runs one `mailflow` command line (without the program's name). Never throws: what goes wrong is said, with an exit code. */
export async function runCli(argv: readonly string[], terminal: ConsoleWorld): Promise<Outcome> {
  const printed = { out: '', err: '' }
  let outcome: Outcome | null = null
  const world = { ...terminal, language: spoken(argv, terminal.language) }
  const says = wordsOf(world.language)
  const program = programOf(world, (result) => {
    outcome = result
  })
  for (const each of [program, ...program.commands, ...program.commands.flatMap((command) => command.commands)]) {
    each
      .exitOverride()
      .showHelpAfterError(hintOf(each, says))
      .configureOutput({
        getOutHelpWidth: () => world.width,
        getErrHelpWidth: () => world.width,
        writeOut: (text) => {
          printed.out += text
        },
        writeErr: (text) => {
          printed.err += text
        },
        outputError: (text, write) => write(complaint(text, says)),
      })
  }
  try {
    await program.parseAsync(helpLine(argv, program), { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError) return { ...printed, exit: isAskedFor(thrown, printed.err) ? EXIT.ok : EXIT.usage }
    return failed(thrown, world)
  }
  return outcome ?? { ...printed, exit: EXIT.usage }
}

/** Commander's own exit code for help takes over that of the process; where it wrote tells asked for from shown in place of an error. */
const isAskedFor = ({ code }: CommanderError, complaint: string): boolean =>
  (code.startsWith('commander.help') || code === 'commander.version') && complaint === ''

function failed(thrown: unknown, world: ConsoleWorld): Outcome {
  const failure = thrown instanceof Failure ? thrown : new Failure('internal', { why: messageOf(thrown) }, { cause: thrown })
  const usage = ['bad-input', 'not-found', 'unknown-scenario'].includes(failure.code)
  return complained(toTerminal(failureCard(failure, world.showing(world.language)), world), usage ? EXIT.usage : EXIT.failed)
}

/** Every command with its arguments and options, in the world's language. */
export function programOf(world: ConsoleWorld, give: Give): Command {
  const says = wordsOf(world.language)
  const program = new Command('mailflow')
    .description(says('console.about'))
    .helpOption('-h, --help', says('console.help'))
    .helpCommand('help [command]', says('console.help'))
    .version(world.version, '-V, --version', says('console.version'))
    .configureHelp(spokenHelp(says))
    .enablePositionalOptions()
    .addOption(language(world))
  program.command('start').description(says('console.start')).option('--fresh', says('console.fresh')).addOption(language(world))
  addExplain(program, world, give)
  addDiagnose(program, world, give)
  addRanges(program, world, give)
  addListings(program, world, give)
  addAudit(program, world, give)
  addSandbox(program, world, give)
  program
    .command('manifest')
    .description(says('console.manifest.about'))
    .addArgument(new Argument('<platform>', says('console.manifest.platform')).choices(['teams']))
    .argument('[file]', says('console.manifest.file'))
    .addOption(language(world))
  return program
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
    .addOption(language(world))
    .action(async () => give(await (await commands.audit()).auditExport(await needed(world))))
}
