import { describe, expect, test } from '@jest/globals'
import { validationCard } from '../../src/cards/index.ts'
import { found } from '../../src/domain/answer.ts'
import { portalPages } from '../../src/knowledge/portal-pages.ts'
import { AT } from '../support/requests.ts'

const CONNECTOR = 'To on-premises (Contoso)'
const RECIPIENT = 'someone@contoso.example'

describe.each(['en', 'fr'] as const)('a validation that failed, in %s', (language) => {
  const asked = { tenant: 't1', tenantName: 'Contoso', connector: CONNECTOR, recipient: RECIPIENT }
  const detail = '450 4.4.316 Connection refused [Message=Socket error code 10061]'
  const result = found([
    { name: 'Check connectivity', ok: true, detail: null },
    { name: 'Send test email', ok: false, detail },
  ])
  const card = validationCard({ ...asked, result }, { language, now: AT, sandbox: false })

  test('leads to the portal page of its steps', () => {
    const links = card.parts.flatMap((part) => (part.is === 'links' ? part.links : []))
    expect(links.map((link) => link.url)).toContain(portalPages.connectors)
  })

  test('its lines to run name the connector that was tried', () => {
    const lines = card.parts.flatMap((part) => (part.is === 'code' ? part.lines : []))
    expect(lines.some((line) => line.startsWith('Get-OutboundConnector') && line.includes(`"${CONNECTOR}"`))).toBe(true)
  })
})
