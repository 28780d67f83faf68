import { type Guard, list, ruled } from './guard.ts'

/** Says that mail for unknown recipients is no longer turned away at the edge (directory-based edge blocking needs Authoritative). */
export const edgeBlockingEnds: Guard = async (_world, { changed }) => ruled('edge-blocking-ends', 'warn', { domain: list(changed) })
