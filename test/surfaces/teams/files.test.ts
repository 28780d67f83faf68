import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createFiles } from '../../../src/surfaces/teams/files.ts'

let server: Server
let home: string
let asked: string[]

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/away') response.writeHead(302, { location: 'https://contoso.sharepoint.com/x' })
    response.end('450 4.4.316 Connection refused')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const file = (url: string | null, name = 'report.eml') => ({ name, type: '', url })

describe('files of the sandbox', () => {
  const files = createFiles({ sandbox: true })

  test('come from this machine', async () => {
    const { inputs, unread } = await files.read([file(`${home}/a`)])
    expect(inputs.map((each) => Buffer.from(each).toString())).toEqual(['450 4.4.316 Connection refused'])
    expect(unread).toEqual([])
  })

  test('and from nowhere else, not by a redirect either', async () => {
    const { inputs, unread } = await files.read([
      file('https://contoso.sharepoint.com/x'),
      file('http://169.254.169.254/x'),
      file('http://127.0.0.1.evil.example/x'),
      file(`${home}/away`),
    ])
    expect(inputs).toEqual([])
    expect(unread.map((each) => each.why)).toEqual(['elsewhere', 'elsewhere', 'elsewhere', 'no-access'])
  })
})

describe('files of Teams', () => {
  const files = createFiles({ sandbox: false })

  test('never come from this machine', async () => {
    expect(
      (await files.read([file(`${home}/a`), file('https://127.0.0.1/a'), file('https://[::1]/a')])).unread.map((each) => each.why),
    ).toEqual(['elsewhere', 'elsewhere', 'elsewhere'])
    expect(asked).toEqual([])
  })

  test('are read a few at a time, the rest is named', async () => {
    const { unread } = await files.read(Array.from({ length: 7 }, (_, at) => file(null, `${at}.eml`)))
    expect(unread.map(({ name, why }) => [name, why])).toEqual([
      ...['0', '1', '2', '3', '4'].map((each) => [`${each}.eml`, 'not-handed-over']),
      ...['5', '6'].map((each) => [`${each}.eml`, 'too-many']),
    ])
  })
})
