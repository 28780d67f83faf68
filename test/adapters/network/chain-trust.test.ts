import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { chainTrust, rootsWith } from '../../../src/adapters/network/chain-trust.ts'
import { type Issued, issue } from './certificates.ts'

const read = ({ pem }: Issued): X509Certificate => new X509Certificate(pem)

let root: Issued
let east: Issued
let west: Issued
let leaf: Issued
beforeAll(async () => {
  root = await issue({ subject: 'CN=Test Root', authority: true })
  east = await issue({ subject: 'CN=East', authority: true })
  west = await issue({ subject: 'CN=West', authority: true })
  leaf = await issue({ subject: 'CN=mail.example', by: east })
})

const signedBy = (one: Issued, by: Issued): Promise<Issued> => issue({ subject: one.subject, keys: one.keys, authority: true, by })

/** So many certificates of each of two authorities that sign each other: every one is signed by all of the other's. */
async function crosswise(each: number): Promise<readonly X509Certificate[]> {
  const pairs = Array.from({ length: each }, async () => [await signedBy(east, west), await signedBy(west, east)])
  return (await Promise.all(pairs)).flat().map(read)
}

describe('the way up from a certificate', () => {
  test('through authorities that signed each other ends at the root that signed one of them', async () => {
    const sent = [...(await crosswise(1)), read(await signedBy(west, root))]
    expect(chainTrust(read(leaf), sent, rootsWith([root.pem]))).toBe('trusted')
    expect(chainTrust(read(leaf), sent.slice(0, 2), rootsWith([root.pem]))).toBe('missing-intermediate')
  })

  test('is not searched for ever among hundreds of certificates that sign each other', async () => {
    expect(chainTrust(read(leaf), await crosswise(50), rootsWith([]))).toBe('unknown')
  })
})
