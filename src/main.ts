/**
 * The one entry: `start` runs the service, `manifest` packs an app, everything else is a command. Loads only what the words ask for. Whatever else
 * stands behind `start` or `manifest` is a question or a mistake: the command line answers it, and nothing is started.
 */
export async function main(argv: readonly string[]): Promise<number> {
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
