import { type Argument, type Command, Help, type Option } from 'commander'
import type { Words } from '../../locales/words.ts'
import { titled } from './titled.ts'

/** Commander's help in the words' language: headings, placeholders, and what it adds behind an option. */
export function spokenHelp(says: Words): Partial<Help> {
  const own = new Help()
  const named = (usage: string) =>
    usage.replace(/\[(options|command)\]/g, (_all, name: Placeholder) => `[${says(`console.placeholders.${name}`)}]`)
  return {
    styleTitle: (title: string) => titled(title, says),
    commandUsage: (command: Command) => named(own.commandUsage(command)),
    subcommandTerm: (command: Command) => named(own.subcommandTerm(command)),
    optionDescription: (option: Option) => behind(option, says),
    argumentDescription: (argument: Argument) => behind(argument, says),
  }
}

type Placeholder = 'options' | 'command'
type Described = Pick<Option, 'description' | 'argChoices'> & { readonly defaultValue?: unknown }

/** The description with its choices and default, as commander writes them in English. */
function behind({ description, argChoices, defaultValue }: Described, says: Words): string {
  const more = [
    ...(argChoices ? [says('console.usage.choices-are', { list: argChoices.join(', ') })] : []),
    ...(typeof defaultValue === 'string' ? [says('console.usage.default', { value: defaultValue })] : []),
  ]
  return more.length > 0 ? `${description} (${more.join('; ')})` : description
}
