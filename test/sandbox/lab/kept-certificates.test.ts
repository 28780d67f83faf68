import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { catalogueCertificates } from '../../../src/sandbox/lab/catalogue/catalogue-certificates.ts'
import { restoreAuthority } from '../../../src/sandbox/lab/certificate-authority.ts'
import { keptCatalogue, keptCertificates } from '../../../src/sandbox/lab/kept-certificates.ts'

const HOSTS = ['mail.a.example', 'mail.b.example']
const NOW = new Date()
const later = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000)
let folder: string
let file: string

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lab-')), 'data')
  file = join(folder, 'lab-certificates.json')
})
afterEach(() => rm(join(folder, '..'), { recursive: true }))

describe('the certificates of the lab', () => {
  test('are made once and read again, by their owner only', async () => {
    const first = await keptCertificates(folder, HOSTS, NOW)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await keptCertificates(folder, HOSTS, later(1))).caPem).toBe(first.caPem)
    expect((await keptCertificates(folder, HOSTS.slice(1), later(1))).caPem).toBe(first.caPem)
  })

  test('are made anew when a host is missing, when they grow old, and when the file is damaged', async () => {
    const first = await keptCertificates(folder, HOSTS, NOW)
    const second = await keptCertificates(folder, [...HOSTS, 'mail.c.example'], NOW)
    expect(second.caPem).not.toBe(first.caPem)
    const third = await keptCertificates(folder, HOSTS, later(300))
    expect(third.caPem).not.toBe(second.caPem)
    for (const damage of ['', '{', 'null', '[]', '{"madeAt":"x"}', (await readFile(file, 'utf8')).replace('BEGIN PRIVATE', 'BEGUN')]) {
      await writeFile(file, damage)
      const made = await keptCertificates(folder, HOSTS, later(301))
      expect(Object.keys(made.identities)).toEqual(HOSTS)
      expect(JSON.parse(await readFile(file, 'utf8')).caPem).toBe(made.caPem)
    }
  })

  test('the good one is valid for long, the expired one is not, and only the self-signed one leads nowhere', async () => {
    const { caPem, identities } = await keptCertificates(folder, HOSTS, NOW)
    const root = new X509Certificate(caPem)
    const of = identities['mail.a.example']!
    const leaf = (cert: string): X509Certificate => new X509Certificate(cert)
    expect(root.ca).toBe(true)
    expect(Date.parse(leaf(of.good.cert).validTo)).toBeGreaterThan(later(120).getTime())
    expect(Date.parse(leaf(of.expired.cert).validTo)).toBeLessThan(NOW.getTime())
    expect(leaf(of['wrong-name'].cert).checkHost('mail.a.example')).toBeUndefined()
    for (const kind of ['good', 'expired', 'wrong-name'] as const) expect(leaf(of[kind].cert).verify(root.publicKey)).toBe(true)
    expect(leaf(of['self-signed'].cert).verify(root.publicKey)).toBe(false)
    expect(leaf(of['self-signed'].cert).verify(leaf(of['self-signed'].cert).publicKey)).toBe(true)
  })

  test('a folder that cannot be used is said to be so', async () => {
    const taken = join(folder, '..', 'taken')
    await writeFile(taken, '')
    await expect(keptCertificates(taken, HOSTS, NOW)).rejects.toMatchObject({ code: 'folder-unwritable', args: { path: taken } })
  })
})

describe('the certificates of the catalogue', () => {
  async function open(now = NOW) {
    const { caPem, caKey } = await keptCertificates(folder, HOSTS, now)
    const shelf = await keptCatalogue(folder, caPem)
    return { shelf, certificates: catalogueCertificates(await restoreAuthority(caPem, caKey), shelf, () => now) }
  }

  test('are made when they are asked for, once, and read again, by their owner only', async () => {
    const { shelf, certificates } = await open()
    const [one, same] = await Promise.all([certificates.identity('a.example', 'expired'), certificates.identity('a.example', 'expired')])
    const revoked = await certificates.identity('a.example', 'revoked')
    expect(same).toEqual(one)
    await shelf.settled()
    const path = join(folder, 'lab-catalogue-certificates.json')
    expect((await stat(path)).mode & 0o777).toBe(0o600)

    const again = (await open(later(2))).certificates
    expect((await again.identity('a.example', 'expired')).cert).toBe(one.cert)
    expect(again.authority.revoked().map((each) => each.serial.toUpperCase())).toEqual([new X509Certificate(revoked.cert).serialNumber])
  })

  test('one that expires soon is made anew each day, and none outlives the root that signed it', async () => {
    const first = await open()
    const [soon, good] = await Promise.all([
      first.certificates.identity('a.example', 'expires-soon'),
      first.certificates.identity('a.example', 'good'),
    ])
    await first.shelf.settled()
    const nextDay = await open(later(2))
    expect((await nextDay.certificates.identity('a.example', 'expires-soon')).cert).not.toBe(soon.cert)
    expect((await nextDay.certificates.identity('a.example', 'good')).cert).toBe(good.cert)
    await nextDay.shelf.settled()
    await rm(file)
    const anew = await open()
    const made = new X509Certificate((await anew.certificates.identity('a.example', 'good')).cert)
    expect(made.verify(new X509Certificate((await keptCertificates(folder, HOSTS, NOW)).caPem).publicKey)).toBe(true)
    await anew.shelf.settled()
  })

  test('damage costs no more than what is damaged', async () => {
    const first = await open()
    const good = await first.certificates.identity('a.example', 'good')
    await first.shelf.settled()
    const path = join(folder, 'lab-catalogue-certificates.json')
    const text = await readFile(path, 'utf8')
    for (const damage of ['', 'null', '{"made":7}', text.replace('BEGIN PRIVATE', 'BEGUN'), text.replace('"good"', '"none"')]) {
      await writeFile(path, damage)
      const { certificates, shelf } = await open()
      expect((await certificates.identity('a.example', 'good')).cert).not.toBe(good.cert)
      await shelf.settled()
    }
  })
})
