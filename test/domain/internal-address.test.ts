import { expect, test } from '@jest/globals'
import { isInternalAddress } from '../../src/domain/internal-address.ts'

test.each([
  '127.0.0.1',
  '10.255.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.1.1',
  '100.64.0.1',
  '100.127.255.255',
  '::ffff:10.0.0.1',
  '::1',
  '0:0:0:0:0:0:0:1',
  'fd12:3456::1',
  'fc00::1',
  'fe80::1',
  'FEBF::1',
])('%s lies inside', (ip) => expect(isInternalAddress(ip)).toBe(true))

test.each([
  '192.0.2.1',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.0.1',
  '100.128.0.1',
  '1.10.0.1',
  '192.169.0.1',
  '2001:db8::1',
  '::2',
  '2001::1',
  'fec0::1',
])('%s does not', (ip) => expect(isInternalAddress(ip)).toBe(false))
