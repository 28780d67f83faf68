import { describe, expect, test } from '@jest/globals'
import { specialUse } from '../../../src/adapters/network/special-use.ts'

const forbidden = specialUse([])

describe('addresses that are never connected to', () => {
  test.each([
    ['127.0.0.1', '127.0.0.0/8'],
    ['0.0.0.0', '0.0.0.0/8'],
    ['10.0.0.5', '10.0.0.0/8'],
    ['172.31.255.255', '172.16.0.0/12'],
    ['192.168.1.1', '192.168.0.0/16'],
    ['100.64.0.1', '100.64.0.0/10'],
    ['169.254.169.254', '169.254.0.0/16'],
    ['168.63.129.16', '168.63.129.16/32'],
    ['192.0.2.10', '192.0.2.0/24'],
    ['224.0.0.1', '224.0.0.0/4'],
    ['255.255.255.255', '240.0.0.0/4'],
    ['::1', '::1/128'],
    ['::', '::/128'],
    ['fe80::1', 'fe80::/10'],
    ['fe80::1%eth0', 'fe80::/10'],
    ['fd00:ec2::254', 'fc00::/7'],
    ['2001:db8::25', '2001:db8::/32'],
    ['2001:0:1::1', '2001::/23'],
    ['::ffff:10.0.0.1', '10.0.0.0/8'],
    ['::ffff:7f00:1', '127.0.0.0/8'],
    ['0:0:0:0:0:ffff:169.254.169.254', '169.254.0.0/16'],
    ['64:ff9b::a00:1', '10.0.0.0/8'],
    ['2002:7f00:1::', '127.0.0.0/8'],
    ['::7f00:1', 'not in 2000::/3'],
    ['4000::1', 'not in 2000::/3'],
  ])('%s lies in %s', (ip, range) => {
    expect(forbidden(ip)).toContain(range)
  })

  test.each([
    '8.8.8.8',
    '40.92.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])('%s is public', (ip) => {
    expect(forbidden(ip)).toBeNull()
  })

  test.each(['localhost', '', '127.1', '2130706433', '0177.0.0.1', '8.8.8.8%eth0', '8.8.8.8%.mail.example'])(
    '"%s" is no address',
    (text) => {
      expect(forbidden(text)).toBe('no address')
    },
  )

  test('what configuration allows is allowed in every spelling, and nothing more', () => {
    const some = specialUse(['192.0.2.0/24', '2001:db8::/32', '127.0.0.1'])
    expect(['192.0.2.10', '::ffff:192.0.2.10', '2001:db8::1', '127.0.0.1'].map(some)).toEqual([null, null, null, null])
    expect(some('127.0.0.2')).toContain('127.0.0.0/8')
  })

  test.each(['banana', '10.0.0.0/33', '10.0.0.0/x', '::/129', ''])('the range "%s" is refused at the start', (cidr) => {
    expect(() => specialUse([cidr])).toThrow(/allow/)
  })
})
