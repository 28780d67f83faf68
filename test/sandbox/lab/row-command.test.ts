import { describe, expect, test } from '@jest/globals'
import { reportedOf } from '../../../src/knowledge/read-error.ts'
import { LAB_ROWS } from '../../../src/sandbox/lab/catalogue/index.ts'
import { rowCommand } from '../../../src/sandbox/lab/catalogue/row-command.ts'
import type { Expected, ExpectedTable } from './expected.ts'
import { EXPECTED_DNS, EXPECTED_POLICIES } from './expected-dns.ts'
import { EXPECTED_SESSION } from './expected-session.ts'

const EXPECTED: ExpectedTable = { ...EXPECTED_DNS, ...EXPECTED_POLICIES, ...EXPECTED_SESSION }
const expected = (name: string): Expected => EXPECTED[name]!
const reportIn = (command: string): string | undefined => /--reported "([^"]+)"/.exec(command)?.[1]

describe('what to type for a look at a row', () => {
  test.each(LAB_ROWS.map((row) => [row.name, rowCommand(row)] as const))('%s: %s', (name, command) => {
    const { reported, tried, recipient, control } = expected(name)
    const row = LAB_ROWS.find((each) => each.name === name)!
    const report = reportIn(command)
    expect(report !== undefined).toBe(reported !== undefined || tried === true)
    if (reported !== undefined) expect(reportedOf(report ?? '', '').finding).toBe(reported)
    expect(command.includes(' --control ')).toBe(control !== undefined)
    if (recipient) expect(command).toContain(' --rcpt ')
    expect(command.includes('--domain ')).toBe(row.as === 'domain')
    expect(/--tls (\w+)/.exec(command)?.[1] ?? null).toBe(row.tlsSettings)
  })
})
