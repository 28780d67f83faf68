/** Every measure in the order of the report: what is measured, and the aim that is held to (null where there is none). */
export const MEASURES = [
  { id: 'first-card-postgres', title: 'Alert accepted → first card posted, Postgres', unit: 'ms', aim: 'p95 < 2,000 ms' },
  { id: 'first-card-pglite', title: 'Alert accepted → first card posted, PGlite', unit: 'ms', aim: 'p95 < 2,000 ms' },
  { id: 'burst-postgres', title: '1,000 alerts of one trouble, Postgres', unit: 's', aim: '1 incident, 1 card' },
  { id: 'burst-pglite', title: '1,000 alerts of one trouble, PGlite', unit: 's', aim: '1 incident, 1 card' },
  { id: 'slash-50', title: 'Slash command acknowledged, 50 connections', unit: 'ms', aim: 'p50 ≤ 1.5 × bare Bolt' },
  { id: 'slash-paced', title: 'Slash command acknowledged, one every 50 ms', unit: 'ms', aim: null },
  { id: 'memory-postgres', title: 'Resident memory, idle, both platforms, Postgres', unit: 'MB', aim: '< 250 MB' },
  { id: 'memory-pglite', title: 'Resident memory, idle, both platforms, PGlite', unit: 'MB', aim: null },
  { id: 'first-start-postgres', title: 'First start → listening and working, empty Postgres', unit: 'ms', aim: null },
  { id: 'first-start-pglite', title: 'First start → listening and working, no PGlite yet', unit: 'ms', aim: null },
  { id: 'start-postgres', title: 'Later start → listening and working, Postgres', unit: 'ms', aim: null },
  { id: 'start-pglite', title: 'Later start → listening and working, PGlite', unit: 'ms', aim: null },
]
