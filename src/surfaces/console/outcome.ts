/** What a command prints and how it ends. */
export interface Outcome {
  readonly out: string
  readonly err: string
  readonly exit: number
}

/** Exit codes, contracts of the command line. */
export const EXIT = { ok: 0, fault: 1, usage: 2, unrecognised: 3, untestable: 4, refused: 5, failed: 6 } as const

export const printed = (out: string, exit: number = EXIT.ok): Outcome => ({ out: out.endsWith('\n') ? out : `${out}\n`, err: '', exit })
export const complained = (err: string, exit: number): Outcome => ({ out: '', err: err.endsWith('\n') ? err : `${err}\n`, exit })
export const json = (value: unknown, exit: number = EXIT.ok): Outcome => printed(JSON.stringify(value, null, 2), exit)
