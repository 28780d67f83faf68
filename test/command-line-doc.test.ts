import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeCertificates } from '../src/sandbox/lab/make-certificates.ts'
import { EXIT } from '../src/surfaces/console/outcome.ts'
import { type MailServerForTest, startMailServer } from './adapters/network/mail-server.ts'
import { consoleRig } from './surfaces/console/console-rig.ts'

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8')
const page = read('docs/command-line.md')
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => JSON.parse(match[1] ?? '') as Record<string, unknown>)

/** The keys of a document, at every depth; of a list its first element counts. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : []
  if (value === null || typeof value !== 'object') return '·'
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, shapeOf(each)]),
  )
}

const exampleWith = (key: string): unknown => examples.find((each) => key in each)

let server: MailServerForTest
beforeAll(async () => {
  const host = 'mail.contoso.example'
  const { identities } = await makeCertificates([host], new Date())
  server = await startMailServer({ tls: identities[host]!.expired })
})
afterAll(() => server.close())

describe('docs/command-line.md', () => {
  test.each([
    ['reports', ['explain', '--json', '450 4.4.316 Connection refused']],
    ['codes', ['code', '--json', '4.4.316']],
    ['incidents', ['incidents', '--json']],
    ['requests', ['requests', '--json']],
    ['instance', ['ranges', '--format', 'json']],
    ['checks', ['doctor', '--json']],
    ['connectors', ['sandbox', 'tenant', '--json']],
  ])('shows %s as %j prints it', async (key, argv) => {
    const checks = [{ name: 'database', is: 'ok', detail: 'good' }] as const
    const { out } = await consoleRig({ checks }).run(...argv)
    expect(shapeOf(exampleWith(key))).toEqual(shapeOf(JSON.parse(out)))
  })

  test('shows a diagnosis as diagnose --json --verbose prints it', async () => {
    const own = ['--port', String(server.port), '--allow', '127.0.0.0/8', '--control', 'none', '--timeout', '5']
    const argv = ['diagnose', '--smart-host', '127.0.0.1', ...own, '--tls', 'CertificateValidation', '--json', '--verbose']
    const { out, exit } = await consoleRig({ service: false }).run(...argv)
    expect(exit).toBe(EXIT.fault)
    const expected = shapeOf(JSON.parse(out)) as { verdict: object }
    expect(shapeOf(exampleWith('target'))).toEqual({ ...expected, verdict: { ...expected.verdict, alsoReportedAs: ['·'] } })
  })

  test.each(['docs/command-line.md', 'README.md'])('%s lists every exit code', (path) => {
    const listed = [...read(path).matchAll(/^\| (\d+) \| /gm)].map((match) => Number(match[1])).filter((code) => code < 100)
    expect(listed).toEqual(Object.values(EXIT).sort((one, other) => one - other))
  })
})
