import { type Command, Option } from 'commander'
import type { Language } from '../../domain/language.ts'
import { wordsOf } from '../../locales/words.ts'
import { pair } from './arguments.ts'
import type { ConsoleWorld } from './console-world.ts'
import { ACTS, type Act, asJson, type Give, language, needed } from './options.ts'

const commands = { sandbox: () => import('./commands/sandbox.ts') }

/** `mailflow sandbox`: what plays troubles and acts as the two people of the sandbox. */
export function addSandbox(program: Command, world: ConsoleWorld, give: Give): void {
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
    .addOption(language(world))
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
