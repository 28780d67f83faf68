import { type Argument, type Command, Help, type Option } from 'commander'
import type { Words } from '../../locales/words.ts'
import { titled } from './titled.ts'

/** Commander's help in the words' language: headings, placeholders, and what it adds behind an option. */
export function spokenHelp(says: Words): Partial<Help> {
  const own = new Help()
  const named = (usage: string) =>
    usage.replace(/\[(options|command)\]/g, (_all, name: Placeholder) => `[${says(`console.placeholders.${name}`)}]`)
  return {
    // Commander leaves descriptions whole that get less than 40 columns: on a narrow terminal that is most of them.
    minWidthToWrap: 20,
    styleTitle: (title: string) => titled(title, says),
    commandUsage: (command: Command) => named(own.commandUsage(command)),
    subcommandTerm: (command: Command) => named(own.subcommandTerm(command)),
    optionDescription: (option: Option) => behind(option, says),
    argumentDescription: (argument: Argument) => behind(argument, says),
  }
}

/** What stands behind a complaint: how the command is written, and where to read more. The whole help would push the complaint off the screen. */
export function hintOf(command: Command, says: Words): string {
  const usage = `${says('console.titles.usage')} ${command.createHelp().commandUsage(command)}`
  const names: string[] = []
  for (let each: Command | null = command; each?.parent; each = each.parent) names.unshift(each.name())
  return `${usage}\n${says('console.usage.see', { command: ['mailflow', 'help', ...names].join(' ') })}`
}

type Placeholder = 'options' | 'command'
type Described = Pick<Option, 'description' | 'argChoices'> & { readonly defaultValue?: unknown }

/** The description with its choices and default, as commander writes them in English. */
function behind({ description, argChoices, defaultValue }: Described, says: Words): string {
  const more = [
    ...(argChoices ? [says('console.usage.choices-are', { list: argChoices.join(', ') })] : []),
    ...(typeof defaultValue === 'string' ? [says('console.usage.default', { value: defaultValue })] : []),
  ]
  return more.length > 0 ? `${description} (${more.join(says('console.usage.between'))})` : description
}
