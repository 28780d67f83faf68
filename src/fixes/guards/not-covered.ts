import { type Guard, list, ruled } from './guard.ts'

/** Says what no count can see: dynamic groups and mail-enabled public folders that exist only on our own servers. */
export const notCovered: Guard = async (_world, { changed }) =>
  changed.length > 0 ? ruled('not-covered', 'warn', { domain: list(changed) }) : []
