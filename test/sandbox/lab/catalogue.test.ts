import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Finding, isFault } from '../../../src/domain/finding.ts'
import type { Diagnosis } from '../../../src/domain/incident.ts'
import { LAB_ROWS } from '../../../src/sandbox/lab/catalogue/index.ts'
import { LAB_FAMILIES } from '../../../src/sandbox/lab/catalogue/lab-row.ts'
import { canonicalAddress, isDocumentation } from '../../../src/sandbox/lab/documentation-address.ts'
import type { Lab } from '../../../src/sandbox/lab/lab.ts'
import { startLab } from '../../../src/sandbox/lab/start-lab.ts'
import { ROUTES } from '../../../src/sandbox/scenarios.ts'
import { type CatalogueRig, catalogueRig } from './catalogue-rig.ts'
import type { Expected, ExpectedTable } from './expected.ts'
import { EXPECTED_DNS, EXPECTED_POLICIES } from './expected-dns.ts'
import { EXPECTED_SESSION } from './expected-session.ts'

/** Every row of the lab and what its diagnosis must come to. */
const EXPECTED: ExpectedTable = { ...EXPECTED_DNS, ...EXPECTED_POLICIES, ...EXPECTED_SESSION }
const rows = LAB_ROWS.filter((row) => EXPECTED[row.name] !== undefined)

/** Mail that fails at one address goes to the next at once. */
const GOES_ROUND: readonly string[] = ['ipv6-broken', 'one-of-three-down']
/** Sessions that wait for a silent server do no work, and the others are quick: so many at once leave each its fair time. */
const AT_ONCE = 12

/** Rows that hold mail up for as long as they last, looked at once more as a connector with mail that waits and was deferred. */
const deferring = rows.filter((row) => EXPECTED_SESSION[row.name]?.code?.startsWith('450') && !GOES_ROUND.includes(row.name))

const diagnoses = new Map<string, Diagnosis>()
const withWaitingMail = new Map<string, Diagnosis>()
let lab: Lab
let rig: CatalogueRig

beforeAll(async () => {
  lab = await startLab({ folder: null })
  const empty = rows.filter((row) => EXPECTED[row.name]!.queue === 'empty')
  rig = await catalogueRig(lab, [...empty.map((row) => ({ row, mailWaits: false })), ...deferring.map((row) => ({ row, mailWaits: true }))])
  const looks = [
    ...rows.map((row) => async () => diagnoses.set(row.name, await rig.examine(row, EXPECTED[row.name]!))),
    ...deferring.map(
      (row) => async () => withWaitingMail.set(row.name, await rig.examine(row, { ...EXPECTED[row.name], queue: 'waiting' })),
    ),
  ]
  const work = async (): Promise<void> => {
    for (let look = looks.shift(); look !== undefined; look = looks.shift()) await look()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
})
afterAll(async () => {
  await rig.stop()
  await lab.stop()
})

/** A diagnosis in the words of the table. */
function cameTo({ verdict, findings, policies }: Diagnosis, { proof, policies: wanted, faults }: Expected) {
  const told = findings.filter((each) => each.severity !== 'info')
  const own = told.find((each) => each.finding === verdict.finding)
  const lines = new Set(findings.flatMap((each) => each.evidence.map((line) => line.code)))
  const codes = (all: readonly Finding[]) => [...new Set(all.map((each) => each.finding))].sort()
  const [report] = policies
  return {
    finding: verdict.finding,
    stage: own?.stage ?? null,
    code: verdict.code,
    warnings: codes(told.filter((each) => each.severity === 'warning')),
    ...(faults ? { faults: codes(told.filter((each) => isFault(each) && each !== own)) } : {}),
    ...(proof ? { proof: proof.filter((code) => lines.has(code)) } : {}),
    ...(wanted ? { policies: Object.fromEntries(Object.keys(wanted).map((key) => [key, report?.[key as keyof typeof wanted]])) } : {}),
  }
}

describe('every row of the fault catalogue over the running lab', () => {
  test.each(rows.map((row) => [row.row, row.name] as const))('%i %s', (_row, name) => {
    const { reported: _reported, tried: _tried, queue: _queue, control: _control, recipient: _recipient, ...expected } = EXPECTED[name]!
    const diagnosis = diagnoses.get(name)!
    expect(cameTo(diagnosis, expected)).toEqual({ warnings: [], ...expected })
    expect(diagnosis.pending).toBe(0)
  })
})

describe('a connector whose mail waits', () => {
  test.each(deferring.map((row) => [row.row, row.name] as const))('%i %s: the trace and the look agree', (_row, name) => {
    const { verdict, queue } = withWaitingMail.get(name)!
    expect(queue?.pending).toBeGreaterThan(0)
    expect(verdict.finding).toBe(EXPECTED[name]!.finding)
    expect(verdict.why).toEqual(expect.arrayContaining([expect.stringMatching(/report/)]))
  })
})

describe('the rows of the catalogue', () => {
  test('are each in the table, and nothing else is', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(LAB_ROWS.map((row) => row.name).sort())
  })

  test('have names, targets and addresses of their own', () => {
    for (const all of [LAB_ROWS.map((row) => row.name), LAB_ROWS.map((row) => row.target)]) expect(new Set(all).size).toBe(all.length)
    const machines = LAB_ROWS.flatMap((row) => row.machines)
    const addresses = [...machines.map((each) => each.ip), ...ROUTES.flatMap((route) => route.addresses)].map(canonicalAddress)
    expect(new Set(addresses).size).toBe(addresses.length)
    expect(addresses.filter((ip) => !isDocumentation(ip))).toEqual([])
    expect(LAB_ROWS.find((row) => row.name === 'banner-554')?.target).toBe('banner-554.lab.example')
  })

  test('stand family by family, with titles in both languages', () => {
    const families = LAB_ROWS.map((row) => row.family)
    expect(families).toEqual([...families].sort((one, other) => LAB_FAMILIES.indexOf(one) - LAB_FAMILIES.indexOf(other)))
    for (const { title } of LAB_ROWS) {
      expect(title.en).toMatch(/^[A-Z0-9].*[^.]$/)
      expect(title.fr).toMatch(/^[\p{Lu}0-9].*[^.]$/u)
      expect(title.fr).not.toMatch(/ [:;!?»]|« |'/)
      expect(title.en).not.toMatch(/'|"/)
    }
  })
})
