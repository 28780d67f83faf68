/** The one entry: `start` runs the service, everything else is a command. Loads only what the words ask for. */
export async function main(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv
  if (verb === 'start') {
    const { start } = await import('./main/start.ts')
    return start(rest)
  }
  if (verb === 'manifest') {
    const { manifest } = await import('./main/manifest.ts')
    return manifest(rest)
  }
  const { command } = await import('./main/command.ts')
  return command(argv)
}
