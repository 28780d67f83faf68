import { type Guard, ruled } from './guard.ts'

/** The reason to retire a dead route: what it carries for invalid recipients counts against the organisation's quota. */
export const invalidRecipientQuota: Guard = async (_world, { connector }) =>
  connector ? ruled('invalid-recipient-quota', 'warn', { connector: connector.name }) : []
