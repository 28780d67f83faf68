/**
 * The one entry: `start` runs the service, `manifest` packs an app, everything else is a command. Loads only what the words ask for. Whatever else
 * stands behind `start` or `manifest` is a question or a mistake: the command line answers it, and nothing is started.
 */
export async function main(typed: readonly string[]): Promise<number> {
  const argv = languageFirst(typed)
  const [verb, ...rest] = argv
  if (verb === 'start' && rest.every((word) => word === '--fresh')) {
    const { start } = await import('./main/start.ts')
    return start(rest)
  }
  if (verb === 'manifest' && rest[0] === 'teams' && rest.length <= 2 && !rest[1]?.startsWith('-')) {
    const { manifest } = await import('./main/manifest.ts')
    return manifest(rest.slice(1))
  }
  const { command } = await import('./main/command.ts')
  return command(argv)
}

/** `--lang fr` in front of a command, or behind one that is answered here, is the language of the whole run; what is no language stays, to be complained of. */
function languageFirst(argv: readonly string[]): readonly string[] {
  const at = argv[0] === 'start' || argv[0] === 'manifest' ? argv.findIndex((word) => /^--lang(?:=|$)/.test(word)) : 0
  const [first = '', second = ''] = at < 0 ? [] : argv.slice(at)
  const asked = first === '--lang' ? second : first.startsWith('--lang=') ? first.slice('--lang='.length) : ''
  if (asked !== 'en' && asked !== 'fr') return argv
  process.env.MAILFLOW_LANGUAGE = asked
  return argv.toSpliced(at, first === '--lang' ? 2 : 1)
}
