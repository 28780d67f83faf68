/** What the simulated admin API can be made to suffer from. */
export type Trouble =
  /** Answers these cmdlets (or all of them) with this status. */
  | {
      readonly is: 'status'
      readonly status: number
      readonly cmdlets?: readonly string[]
      /** Seconds, sent as Retry-After. */
      readonly retryAfter?: number
      /** How many calls it lasts; without it, until it is lifted. */
      readonly times?: number
    }
  /** Every next page is refused, as some tenants do. */
  | { readonly is: 'no-paging' }
  /** Carries out the call and then hangs up without an answer. */
  | { readonly is: 'silent'; readonly cmdlets: readonly string[]; readonly times?: number }

export interface Troubles {
  set(troubles: readonly Trouble[]): void
  /** The trouble that hits this call, counted down. */
  hit(cmdlet: string): Exclude<Trouble, { is: 'no-paging' }> | null
  refusesPaging(): boolean
}

export function troubles(): Troubles {
  let left: { trouble: Trouble; times: number }[] = []
  return {
    set(list) {
      left = list.map((trouble) => ({
        trouble,
        times: trouble.is === 'no-paging' ? Number.POSITIVE_INFINITY : (trouble.times ?? Number.POSITIVE_INFINITY),
      }))
    },
    hit(cmdlet) {
      const found = left.find(({ trouble, times }) => times > 0 && trouble.is !== 'no-paging' && isMeant(trouble.cmdlets, cmdlet))
      if (found === undefined || found.trouble.is === 'no-paging') return null
      found.times -= 1
      return found.trouble
    },
    refusesPaging: () => left.some(({ trouble }) => trouble.is === 'no-paging'),
  }
}

const isMeant = (cmdlets: readonly string[] | undefined, cmdlet: string): boolean =>
  cmdlets === undefined || cmdlets.some((each) => each.toLowerCase() === cmdlet.toLowerCase())
