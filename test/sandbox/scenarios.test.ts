import { isIP } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { FINDING_CODES } from '../../src/domain/finding.ts'
import { CLOUD_DOMAINS, mxHostOf, ROUTES, SCENARIO_NAMES, SCENARIOS, scenarioNamed } from '../../src/sandbox/scenarios.ts'

const DOCUMENTATION = /^(192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:)/

describe('the scenarios of the sandbox', () => {
  test('every promised name has exactly one, in order', () => {
    expect(SCENARIOS.map((each) => each.name)).toEqual([...SCENARIO_NAMES])
    expect(scenarioNamed('after-migration')?.connector).toBe('To on-premises (Contoso)')
    expect(scenarioNamed('no-such-thing')).toBeNull()
  })

  test('no two share a connector, a host, an address or a domain', () => {
    for (const all of [
      ROUTES.map((each) => each.connector),
      ROUTES.map((each) => each.host),
      ROUTES.flatMap((each) => each.addresses),
      ROUTES.flatMap((each) => each.recipientDomains),
    ]) {
      expect(new Set(all).size).toBe(all.length)
    }
  })

  test('only documentation addresses and .example names appear', () => {
    for (const route of ROUTES) {
      for (const ip of route.addresses) {
        expect(isIP(ip)).toBeGreaterThan(0)
        expect(ip).toMatch(DOCUMENTATION)
      }
      expect(route.host).toMatch(/\.example$/)
      for (const domain of route.recipientDomains) expect(domain).toMatch(/\.example$/)
    }
  })

  test.each(SCENARIOS.map((each) => [each.name, each] as const))(
    '%s: what Exchange writes names its code, its host and its address',
    (_name, scenario) => {
      expect(FINDING_CODES).toContain(scenario.expected)
      if (scenario.code === null) {
        expect(scenario.fault).toBeNull()
        expect(scenario.led).toBeNull()
        return
      }
      expect(scenario.led).toContain(`{LED=${scenario.code} `)
      expect(scenario.led).toContain(`{FQDN=${scenario.host}}`)
      expect(scenario.led).toContain(scenario.fault === 'dns-failure' ? '{IP=}' : `{IP=${scenario.addresses[0]}}`)
      expect(scenario.led).toContain('{LRT=11/22/2026 8:14:05 AM}')
      expect(scenario.led).not.toMatch(/undefined|null|[<>]/)
    },
  )

  test('every line exists in both languages, and French has its typography', () => {
    for (const { title, says } of SCENARIOS) {
      for (const words of [title, says]) {
        expect(words.en).not.toBe(words.fr)
        expect(words.fr).not.toMatch(/[^\u00a0\u202f][:;?!]|'/)
        expect(words.en).not.toContain("'")
      }
    }
  })

  test('only after-migration leads to a domain that has left nothing on-premises', () => {
    expect(SCENARIOS.filter((each) => !each.mailboxesOnPremises).map((each) => each.name)).toEqual(['after-migration'])
  })

  test('mail for accepted domains is addressed to Exchange Online, for the partner to the partner', () => {
    expect(mxHostOf('contoso.example')).toBe('contoso-example.mail.protection.outlook.com')
    expect(mxHostOf(CLOUD_DOMAINS[0]!.domainName)).toBe('contosogroup-example.mail.protection.outlook.com')
    expect(mxHostOf('Tailspin.example')).toBe('mail.tailspin.example')
    expect(mxHostOf('nowhere.example')).toBeNull()
  })
})
