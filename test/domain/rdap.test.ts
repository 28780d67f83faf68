import { describe, expect, test } from '@jest/globals'
import { rdapAddress, rdapBaseOf, registrationIn } from '../../src/domain/rdap.ts'

const bootstrap = JSON.stringify({
  version: '1.0',
  publication: '2026-11-01T00:00:00Z',
  services: [
    [
      ['com', 'net'],
      ['http://rdap.plain.example/', 'https://rdap.com.example/v1/'],
    ],
    [['uk'], ['https://rdap.uk.example']],
    [['co.uk'], ['https://rdap.co.example/']],
    [['old'], ['http://rdap.old.example/']],
    [['xn--fiqs8s'], ['https://rdap.cn.example/']],
    [['empty'], []],
  ],
})

describe('which registry answers for a domain', () => {
  test.each([
    ['its top level domain', 'contoso.com', 'https://rdap.com.example/v1/'],
    ['whatever the case and a final dot', 'CONTOSO.NET.', 'https://rdap.com.example/v1/'],
    ['the longest suffix', 'contoso.co.uk', 'https://rdap.co.example/'],
    ['labels, not letters', 'contosoco.uk', 'https://rdap.uk.example/'],
    ['http where there is nothing else', 'contoso.old', 'http://rdap.old.example/'],
    ['names outside ASCII', 'contoso.中国', 'https://rdap.cn.example/'],
  ])('is found by %s', (_by, domain, base) => {
    expect(rdapBaseOf(bootstrap, domain)).toEqual({ is: 'found', value: base })
  })

  test.each(['contoso.example', 'contoso.empty'])('is absent where no registry of %s is listed', (domain) => {
    expect(rdapBaseOf(bootstrap, domain)).toEqual({ is: 'absent' })
  })

  test.each(['', '[]', '{"services":7}', '<html>'])('is unknown from what is no bootstrap file: %s', (text) => {
    expect(rdapBaseOf(text, 'contoso.com')).toMatchObject({ is: 'unknown' })
  })

  test('a domain never leaves its place in the address', () => {
    expect(rdapAddress('https://rdap.example/', 'contoso.com')).toBe('https://rdap.example/domain/contoso.com')
    expect(rdapAddress('https://rdap.example/', '../x?y')).toBe('https://rdap.example/domain/..%2Fx%3Fy')
  })
})

const answer = {
  objectClassName: 'domain',
  ldhName: 'CONTOSO.COM',
  status: ['Redemption Period', 'client hold'],
  events: [
    { eventAction: 'registration', eventDate: '2001-01-01T00:00:00Z' },
    { eventAction: 'expiration', eventDate: '2026-10-01T00:00:00+02:00' },
  ],
  entities: [
    { roles: ['abuse'], handle: 'ABUSE' },
    {
      roles: ['registrar'],
      handle: '292',
      vcardArray: [
        'vcard',
        [
          ['version', {}, 'text', '4.0'],
          ['fn', {}, 'text', 'Some Registrar\nInc.'],
        ],
      ],
    },
  ],
}
const read = (changes: object) => registrationIn(JSON.stringify({ ...answer, ...changes }), 'contoso.com')

describe('what a registry says of a domain', () => {
  test('its status, end and registrar', () => {
    expect(read({})).toEqual({
      is: 'found',
      value: {
        domain: 'contoso.com',
        status: ['redemption period', 'client hold'],
        expires: '2026-09-30T22:00:00.000Z',
        registrar: 'Some Registrar Inc.',
      },
    })
  })

  test('parts that are missing or make no sense are left out', () => {
    expect(read({ status: 'active', events: [null, { eventAction: 'expiration', eventDate: 'soon' }], entities: [7] })).toMatchObject({
      value: { status: [], expires: null, registrar: null },
    })
  })

  test('the end that its registrar knows of counts where it comes first', () => {
    const ends = (registry: string, registrar: string) =>
      read({
        events: [
          { eventAction: 'expiration', eventDate: registry },
          { eventAction: 'Registrar Expiration', eventDate: registrar },
        ],
      })
    expect(ends('2027-10-01T00:00:00Z', '2026-10-01T00:00:00Z')).toMatchObject({ value: { expires: '2026-10-01T00:00:00.000Z' } })
    expect(ends('2026-10-01T00:00:00Z', '2027-10-01T00:00:00Z')).toMatchObject({ value: { expires: '2026-10-01T00:00:00.000Z' } })
  })

  test('the handle of a registrar without a card', () => {
    expect(read({ entities: [{ roles: ['registrar'], handle: '292' }] })).toMatchObject({ value: { registrar: '292' } })
  })

  test('an answer about another domain is no answer', () => {
    expect(read({ ldhName: 'fabrikam.com' })).toMatchObject({ is: 'unknown' })
  })

  test.each(['', 'null', '{"errorCode":500}', '<html>'])('anything else is unknown: %s', (text) => {
    expect(registrationIn(text, 'contoso.com')).toMatchObject({ is: 'unknown' })
  })

  test('text from outside is bounded', () => {
    const long = read({ status: Array.from({ length: 1000 }, () => 'x'.repeat(10_000)) })
    expect(long.is === 'found' && long.value.status.join('').length).toBeLessThan(5000)
  })
})
