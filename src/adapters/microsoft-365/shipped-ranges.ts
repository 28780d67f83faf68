import type { MailRanges } from '../../domain/mail-ranges.ts'

/**
 * The copy for times when the web service cannot be reached: endpoint set 10 of the worldwide cloud as published in the version named. It
 * grows old, so its day is always shown. For the other clouds there is none.
 */
export const SHIPPED_RANGES: MailRanges = {
  instance: 'Worldwide',
  version: '2022072800',
  source: 'shipped',
  asOf: '2022-07-28T00:00:00.000Z',
  ipv4: ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17'],
  ipv6: ['2a01:111:f400::/48', '2a01:111:f403::/48'],
}
