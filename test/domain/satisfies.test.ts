import { describe, expect, test } from '@jest/globals'
import { coversDomain } from '../../src/domain/satisfies.ts'
import { certificateWith } from '../probes/healthy.ts'

const covers = (names: readonly string[], tlsDomain: string): boolean => coversDomain(certificateWith({ names }), tlsDomain)

describe('whether a certificate covers a TlsDomain', () => {
  test.each([
    ['mail.contoso.example', 'mail.contoso.example'],
    ['MAIL.contoso.example.', 'mail.Contoso.example'],
    ['*.contoso.example', 'mail.contoso.example'],
    ['mail.contoso.example', '*.contoso.example'],
    ['*.contoso.example', '*.contoso.example'],
    ['contoso', 'contoso'],
    ['mail.xn--mnchen-3ya.example', 'mail.münchen.example'],
    ['*.xn--mnchen-3ya.example', 'Mail.MÜNCHEN.example.'],
    ['mail.xn--mnchen-3ya.example', '*.münchen.example'],
    ['*.münchen.example', 'mail.xn--mnchen-3ya.example'],
  ])('%s covers %s', (name, tlsDomain) => {
    expect(covers(['other.example', name], tlsDomain)).toBe(true)
  })

  test.each([
    ['mail.contoso.example', 'contoso.example'],
    ['*.contoso.example', 'contoso.example'],
    ['*.contoso.example', 'a.mail.contoso.example'],
    ['*.example', 'contoso.example'],
    ['contoso.example', '*.example'],
    ['.contoso.example', '*.contoso.example'],
    ['*', 'contoso.example'],
    ['m*.contoso.example', 'mail.contoso.example'],
    ['mail.*.example', 'mail.contoso.example'],
    ['*.*.example', 'mail.contoso.example'],
    ['mail.xn--mnchen-3ya.example', 'mail.munchen.example'],
    ['mail.xn--mnchen-3ya.example', 'mail.münchen.example/x'],
    ['mail.contoso.example', ''],
  ])('%s does not cover %s', (name, tlsDomain) => {
    expect(covers(['other.example', name], tlsDomain)).toBe(false)
  })

  test('thousands of names are gone through once', () => {
    let reads = 0
    const names = new Proxy(
      Array.from({ length: 6000 }, (_, at) => `n${at}.example`),
      {
        get(list, key, own) {
          if (key === '5999') reads += 1
          return Reflect.get(list, key, own)
        },
      },
    )
    const certificate = certificateWith({ names })
    for (let time = 0; time < 100; time++) expect(coversDomain(certificate, `n${time}.contoso.example`)).toBe(false)
    expect(reads).toBe(1)
  })
})
