import type { Transaction } from '../ports/store.ts'

/** Has an incident's card drawn again wherever it lives, once this transaction commits; several in a row are one. */
export const publishIncident = (tx: Pick<Transaction, 'enqueue'>, id: string): Promise<void> =>
  tx.enqueue({ name: 'publish', data: { subject: { is: 'incident', id } } }, { key: `incident:${id}` })
