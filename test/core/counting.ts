import type { Exchange } from '../../src/ports/exchange.ts'

/** Counts what is asked of the tenant. */
export function counting(whole: Exchange): { readonly exchange: Exchange; readonly calls: Record<string, number> } {
  const calls: Record<string, number> = {}
  const exchange = Object.fromEntries(
    Object.entries(whole).map(([name, value]) => {
      const count = (...asked: unknown[]): unknown => {
        calls[name] = (calls[name] ?? 0) + 1
        return value(...asked)
      }
      return [name, typeof value === 'function' ? count : value]
    }),
  )
  return { exchange: exchange as unknown as Exchange, calls }
}
