import { describe, expect, test } from '@jest/globals'
import { servingConnector } from '../../src/domain/serving-connector.ts'
import { matchesDomain, servesDomain } from '../../src/domain/tenant.ts'
import { connectorWith, domainWith } from '../probes/healthy.ts'

test.each([
  ['contoso.com', 'contoso.com', true],
  ['Contoso.COM', 'contoso.com', true],
  ['contoso.com', 'mail.contoso.com', false],
  ['*.contoso.com', 'mail.Contoso.com', true],
  ['*.contoso.com', 'a.mail.contoso.com', true],
  ['*.contoso.com', 'contoso.com', false],
  ['*.contoso.com', 'notcontoso.com', false],
  ['*', 'anything.example', true],
])('%s covers %s: %s', (pattern, domain, covers) => expect(matchesDomain(pattern, domain)).toBe(covers))

describe('a connector for every accepted domain', () => {
  const every = connectorWith({ recipientDomains: [], allAcceptedDomains: true })

  test('serves those, in any case, and nothing else', () => {
    const accepted = [domainWith({ domainName: 'Contoso.example' })]
    expect(servesDomain(every, 'contoso.EXAMPLE', accepted)).toBe(true)
    expect(servesDomain(every, 'sub.contoso.example', accepted)).toBe(false)
    expect(servesDomain(every, 'fabrikam.example', accepted)).toBe(false)
  })
  test('serves the subdomains that an accepted domain takes in', () => {
    const accepted = [domainWith({ domainName: 'contoso.example', matchSubDomains: true })]
    expect(servesDomain(every, 'sub.contoso.example', accepted)).toBe(true)
    expect(servingConnector([every], 'sub.contoso.example', accepted)).toBe(every)
  })
})

test('of connectors that claim a domain, the one that names it most exactly is taken', () => {
  const named = (name: string, ...recipientDomains: string[]) => connectorWith({ guid: name, name, recipientDomains })
  const all = [named('all', '*'), named('wide', '*.example'), named('near', '*.contoso.example'), named('own', 'A.Contoso.example')]
  expect(servingConnector(all, 'a.contoso.example')?.name).toBe('own')
  expect(servingConnector(all, 'b.contoso.example')?.name).toBe('near')
  expect(servingConnector(all, 'fabrikam.example')?.name).toBe('wide')
  expect(servingConnector(all, 'fabrikam.test')?.name).toBe('all')
})

test('a connector for the world outside does not carry mail for the own authoritative domains, unless it names them', () => {
  const world = connectorWith({ name: 'world', recipientDomains: ['*'] })
  const accepted = [
    domainWith({ domainName: 'contoso.example', domainType: 'Authoritative' }),
    domainWith({ domainName: 'relay.example', domainType: 'InternalRelay' }),
  ]
  const takes = (domain: string, ...recipientDomains: readonly string[]) =>
    servingConnector([{ ...world, recipientDomains: ['*', ...recipientDomains] }], domain, accepted)?.name ?? null
  expect(takes('fabrikam.example')).toBe('world')
  expect(takes('relay.example')).toBe('world')
  expect(takes('Contoso.example')).toBeNull()
  expect(takes('contoso.example', 'Contoso.example')).toBe('world')
})
