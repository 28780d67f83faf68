import { describe, expect, test } from '@jest/globals'
import { enableConnector } from '../../src/fixes/enable-connector.ts'
import { connector, minutesAgo, NOW, type Tenant, tenant, tls, worldOf } from './tenant.ts'

async function guards(held: Tenant) {
  const answer = await enableConnector.plan(worldOf(held), { connector: 'To on-premises', domains: [], set: {}, at: NOW })
  if (answer.is !== 'plan') throw new Error(`no plan: ${JSON.stringify(answer)}`)
  return answer.plan.guards
}

describe('turning a connector on', () => {
  const off = (changes = {}) => ({ connectors: [connector({ enabled: false, ...changes })] })
  const byMx = off({ useMxRecord: true, smartHosts: [], recipientDomains: ['contoso.example'] })
  const host = (changes: Tenant['hosts'][string]) => ({ hosts: { 'mail.contoso.example': changes } })
  const sound = tls(['mail.contoso.example'])
  const good = host({ tls: sound })
  const certificate = { tlsSettings: 'CertificateValidation' } as const
  const named = { tlsSettings: 'DomainValidation', tlsDomain: '*.contoso.example' } as const

  test.each<[string, string, string | undefined, Partial<Tenant>]>([
    ['a host in clear is enough without a demand', 'hosts-still-fail pass', undefined, off()],
    [
      'TLS of any kind',
      'hosts-still-fail pass',
      undefined,
      { ...off({ tlsSettings: 'EncryptionOnly' }), ...host({ tls: tls(['x'], {}, 'self-signed') }) },
    ],
    ['no TLS where it is demanded', 'hosts-still-fail refuse', 'starttls-missing', off({ tlsSettings: 'EncryptionOnly' })],
    ['a good certificate', 'hosts-still-fail pass', undefined, { ...off(certificate), ...good }],
    [
      'a self-signed one',
      'hosts-still-fail refuse',
      'certificate-untrusted',
      { ...off(certificate), ...host({ tls: tls(['x'], {}, 'self-signed') }) },
    ],
    [
      'an expired one',
      'hosts-still-fail refuse',
      'certificate-expired',
      { ...off(certificate), ...host({ tls: tls(['x'], { notAfter: minutesAgo(1) }) }) },
    ],
    [
      'one of tomorrow',
      'hosts-still-fail refuse',
      'certificate-not-yet-valid',
      { ...off(certificate), ...host({ tls: tls(['x'], { notBefore: minutesAgo(-1) }) }) },
    ],
    [
      'one that was taken back',
      'hosts-still-fail refuse',
      'certificate-revoked',
      { ...off(certificate), ...host({ tls: { ...sound, revocation: { is: 'revoked', by: 'crl', at: minutesAgo(60), why: null } } }) },
    ],
    [
      'one that was taken back, where nobody looks at it',
      'hosts-still-fail pass',
      undefined,
      {
        ...off({ tlsSettings: 'EncryptionOnly' }),
        ...host({ tls: { ...sound, revocation: { is: 'revoked', by: 'crl', at: null, why: null } } }),
      },
    ],
    [
      'an authority’s certificate that has run out',
      'hosts-still-fail refuse',
      'certificate-expired',
      {
        ...off(certificate),
        ...host({ tls: { ...sound, chain: [sound.certificate, tls(['CA'], { notAfter: minutesAgo(1) }).certificate], linked: 2 } }),
      },
    ],
    [
      'one that is not made for servers',
      'hosts-still-fail refuse',
      'certificate-rejected',
      { ...off(certificate), ...host({ tls: { ...sound, limit: { is: 'purpose', subject: 'CN=x' } } }) },
    ],
    [
      'a chain nobody could judge',
      'hosts-untested refuse',
      undefined,
      { ...off(certificate), ...host({ tls: tls(['x'], {}, 'unknown') }) },
    ],
    ['the right name', 'tls-domain-differs pass', undefined, { ...off(named), ...good }],
    [
      'another name',
      'hosts-still-fail refuse',
      'certificate-name-mismatch',
      { ...off(named), ...host({ tls: tls(['mail.other.example']) }) },
    ],
    [
      'another name is told apart, too',
      'tls-domain-differs warn',
      undefined,
      { ...off(named), ...host({ tls: tls(['mail.other.example']) }) },
    ],
    [
      'refused',
      'hosts-still-fail refuse',
      'connection-refused',
      { ...off(), ...host({ fault: { stage: 'connect', why: { is: 'refused', error: 'ECONNREFUSED' } } }) },
    ],
    [
      'timed out',
      'hosts-still-fail refuse',
      'connection-timed-out',
      { ...off(), ...host({ fault: { stage: 'connect', why: { is: 'timed-out' } } }) },
    ],
    [
      '421',
      'hosts-still-fail refuse',
      'service-unavailable',
      { ...off(), ...host({ fault: { stage: 'banner', why: { is: 'reply', code: 421, text: '' } } }) },
    ],
    [
      'no route of our own',
      'hosts-untested refuse',
      undefined,
      { ...off(), ...host({ fault: { stage: 'connect', why: { is: 'no-route-here', error: 'ENETUNREACH' } } }) },
    ],
    [
      'a special-use address',
      'hosts-untested refuse',
      undefined,
      { ...off(), ...host({ fault: { stage: 'connect', why: { is: 'not-public', range: '10.0.0.0/8' } } }) },
    ],
    [
      'TLS that breaks ends the session, without a demand too',
      'hosts-still-fail refuse',
      'tls-handshake-failed',
      { ...off(), ...host({ fault: { stage: 'handshake', why: { is: 'tls', error: 'x' } } }) },
    ],
    [
      'STARTTLS that is refused: mail goes in clear',
      'hosts-still-fail pass',
      undefined,
      { ...off(), ...host({ fault: { stage: 'starttls', why: { is: 'reply', code: 454, text: '454 no' } } }) },
    ],
    [
      'STARTTLS that is refused where it is demanded',
      'hosts-still-fail refuse',
      'starttls-missing',
      {
        ...off({ tlsSettings: 'EncryptionOnly' }),
        ...host({ fault: { stage: 'starttls', why: { is: 'reply', code: 454, text: '454 no' } } }),
      },
    ],
    [
      '451 to every caller',
      'hosts-still-fail refuse',
      'service-unavailable',
      { ...off(), ...host({ fault: { stage: 'banner', why: { is: 'reply', code: 451, text: '' } } }) },
    ],
    [
      'a name that does not exist',
      'hosts-still-fail refuse',
      'dns-domain-missing',
      { ...off(), mx: { 'mail.contoso.example': 'NXDOMAIN' } },
    ],
    ['DNS that does not answer', 'hosts-still-fail refuse', 'dns-query-failed', { ...off(), mx: { 'mail.contoso.example': 'timeout' } }],
    ['a domain that takes no mail (RFC 7505)', 'hosts-still-fail refuse', 'null-mx', { ...byMx, mx: { 'contoso.example': ['0 .'] } }],
    ['a domain by its MX', 'hosts-still-fail pass', undefined, { ...byMx, mx: { 'contoso.example': ['10 mx.contoso.example.'] } }],
    ['a domain without MX, by its address', 'hosts-still-fail pass', undefined, byMx],
    ['no host to test', 'hosts-untested one-more-approver', undefined, off({ useMxRecord: true, recipientDomains: ['*'] })],
    [
      'one of two hosts is enough, the other is told',
      'hosts-still-fail warn',
      'connection-refused',
      {
        ...off({ smartHosts: ['192.0.2.1', 'mail.contoso.example'] }),
        ...host({ fault: { stage: 'connect', why: { is: 'refused', error: '' } } }),
      },
    ],
    ['the hybrid wizard', 'hybrid-wizard one-more-approver', undefined, off({ connectorSource: 'HybridWizard' })],
  ])('%s: %s', async (_says, expected, finding, changes) => {
    const found = await guards(tenant(changes))
    const hit = found.find(({ guard, ruling }) => `${guard} ${ruling}` === expected)
    expect(hit).toBeDefined()
    if (finding) expect(hit?.args.finding).toBe(finding)
  })

  test('an address of a domain does not stand in for an MX that cannot be found out (RFC 5321 §5.1)', async () => {
    const world = worldOf(tenant(byMx))
    const query: typeof world.network.query = async (question) => {
      const reply = await world.network.query(question)
      return question.type === 'MX' ? { ...reply, rcode: 'SERVFAIL', records: [] } : reply
    }
    const target = { connector: 'To on-premises', domains: [], set: {}, at: NOW }
    const answer = await enableConnector.plan({ ...world, network: { ...world.network, query } }, target)
    expect(answer).toMatchObject({
      plan: { guards: expect.arrayContaining([expect.objectContaining({ guard: 'hosts-still-fail', ruling: 'refuse' })]) },
    })
  })
})
