import type {
  Certificate,
  DnsReply,
  DnsType,
  Evidence,
  Resolution,
  SessionFault,
  SessionStage,
  TlsFacts,
  Transcript,
} from '../../src/domain/evidence.ts'
import { SESSION_STAGES } from '../../src/domain/evidence.ts'
import type { EvidenceCode, EvidenceLine, Finding } from '../../src/domain/finding.ts'
import type { Reported } from '../../src/domain/incident.ts'
import type { Queue } from '../../src/domain/queue.ts'
import type { AcceptedDomain, OutboundConnector } from '../../src/domain/tenant.ts'
import { resolutionOf } from '../../src/probes/resolution.ts'

/** One healthy sample of everything; a test breaks one thing in it and expects one verdict. */

export const AT = '2026-11-22T12:00:00.000Z'
export const HOST = 'mail.contoso.example'
const NAMES = [HOST, '*.relay.contoso.example']

export const answer = (name: string, type: DnsType, ...data: readonly string[]): DnsReply => ({
  question: { name, type },
  rcode: 'NOERROR',
  records: data.map((each) => ({ name, type, ttl: 300, data: each })),
  server: '192.0.2.53:53',
  authenticated: false,
  authoritative: false,
  ms: 3,
})

export const failing = (name: string, type: DnsType, rcode: DnsReply['rcode']): DnsReply => ({ ...answer(name, type), rcode })

export const certificateWith = (changes: Partial<Certificate> = {}): Certificate => ({
  subject: `CN=${HOST}`,
  names: NAMES,
  issuer: 'CN=Some CA',
  notBefore: '2026-09-01T00:00:00.000Z',
  notAfter: '2027-03-01T00:00:00.000Z',
  keyType: 'rsa',
  bits: 2048,
  signatureAlgorithm: 'sha256WithRSAEncryption',
  sha256: 'AA:BB',
  digests: { certificate: { sha256: 'aa', sha512: 'aa' }, publicKey: { sha256: 'bb', sha512: 'bb' } },
  ...changes,
})

export const tlsWith = (changes: Partial<TlsFacts> = {}): TlsFacts => {
  const certificate = changes.certificate ?? certificateWith()
  return {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    certificate,
    chain: [certificate],
    linked: 1,
    trust: 'trusted',
    revocation: { is: 'unknown', by: null, at: null, why: 'no address to ask' },
    ...changes,
  }
}

export const transcriptWith = (changes: Partial<Transcript> = {}): Transcript => ({
  host: HOST,
  ip: '192.0.2.10',
  port: 25,
  stages: SESSION_STAGES.map((stage) => ({ stage, ms: 10, is: 'ok' as const, detail: null })),
  fault: null,
  banner: [`220 ${HOST} ESMTP`],
  ehlo: [`250-${HOST}`, '250-SIZE 37748736', '250 STARTTLS'],
  tls: tlsWith(),
  dialogue: [],
  smuggled: null,
  recipientTests: [],
  ...changes,
})

/** The same session, ended at a stage. */
export function endedAt(stage: SessionStage, why: SessionFault, changes: Partial<Transcript> = {}): Transcript {
  const at = SESSION_STAGES.indexOf(stage)
  const stages = SESSION_STAGES.map((each, index) => ({
    stage: each,
    ms: index > at ? 0 : 10,
    is: index < at ? ('ok' as const) : index === at ? ('failed' as const) : ('skipped' as const),
    detail: null,
  }))
  return transcriptWith({ stages, fault: { stage, why }, ...(at < SESSION_STAGES.indexOf('ehlo2') ? { tls: null } : {}), ...changes })
}

export const connectorWith = (changes: Partial<OutboundConnector> = {}): OutboundConnector => ({
  guid: '3f0c5a52-0000-4000-8000-000000000001',
  name: 'To head office',
  identity: 'To head office',
  enabled: true,
  connectorType: 'OnPremises',
  connectorSource: 'AdminUI',
  useMxRecord: false,
  smartHosts: [HOST],
  recipientDomains: ['contoso.example'],
  allAcceptedDomains: false,
  tlsSettings: 'DomainValidation',
  tlsDomain: HOST,
  isTransportRuleScoped: false,
  routeAllMessagesViaOnPremises: false,
  cloudServicesMailEnabled: false,
  testMode: false,
  comment: '',
  whenChanged: '2026-01-01T00:00:00.000Z',
  ...changes,
})

export const domainWith = (changes: Partial<AcceptedDomain> = {}): AcceptedDomain => ({
  guid: '3f0c5a52-0000-4000-8000-000000000002',
  domainName: 'contoso.example',
  identity: 'contoso.example',
  domainType: 'InternalRelay',
  isDefault: false,
  isInitial: false,
  matchSubDomains: false,
  ...changes,
})

export const queueWith = (changes: Partial<Queue> = {}): Queue => ({
  pending: 12,
  complete: true,
  oldest: '2026-11-22T06:00:00.000Z',
  expires: '2026-11-23T06:00:00.000Z',
  byDomain: [{ domain: 'contoso.example', pending: 12 }],
  defers: [],
  ...changes,
})

export const emptyQueue = queueWith({ pending: 0, oldest: null, expires: null, byDomain: [] })

export function evidenceWith(changes: Partial<Evidence> = {}): Evidence {
  const replies = [answer(HOST, 'MX'), answer(HOST, 'A', '192.0.2.10'), answer(HOST, 'AAAA')]
  return {
    target: 'To head office',
    requirements: { tlsSettings: 'DomainValidation', tlsDomain: HOST },
    resolutions: [resolutionOf(HOST, replies)],
    pending: 0,
    secondLooks: [],
    resolverValidates: true,
    transcripts: [transcriptWith()],
    tenant: {
      connector: { is: 'found', value: connectorWith() },
      connectors: { is: 'found', value: [connectorWith()] },
      domains: { is: 'found', value: [domainWith()] },
      queue: { is: 'found', value: queueWith() },
      serviceIncidents: { is: 'found', value: [] },
    },
    control: null,
    at: AT,
    ...changes,
  }
}

export const reportedAs = (finding: Reported['finding'], status = '4.4.317'): Reported => ({
  text: `450 ${status} …`,
  reply: '450',
  status,
  finding,
  at: '2026-11-22T11:50:00.000Z',
})

/** Findings in short, `severity finding/stage`; what is only told is left out. */
export const inShort = (findings: readonly Finding[]): readonly string[] =>
  findings.filter((each) => each.severity !== 'info').map((each) => `${each.severity} ${each.finding}/${each.stage}`)

/** The arguments of every line of proof of a kind. */
export const proofOf = (findings: readonly Finding[], code: EvidenceCode): readonly EvidenceLine['args'][] =>
  findings.flatMap((each) => each.evidence.filter((line) => line.code === code).map((line) => line.args))

/** The same evidence, as of a tenant where nothing waits. */
export const nothingWaits = (evidence: Evidence): Evidence => ({
  ...evidence,
  tenant: evidence.tenant && { ...evidence.tenant, queue: { is: 'found', value: emptyQueue } },
})

/** A session in which these stages took so long, milliseconds. */
export const slowed = (times: Partial<Record<SessionStage, number>>, transcript: Transcript = transcriptWith()): Transcript => ({
  ...transcript,
  stages: transcript.stages.map((each) => ({ ...each, ms: times[each.stage] ?? each.ms })),
})

/** The same answer, given with authority by a server of the zone. */
export const fromZone = (reply: DnsReply): DnsReply => ({ ...reply, authoritative: true })

export const soaOf = (zone: string, serial = 2026112201): DnsReply =>
  fromZone(answer(zone, 'SOA', `ns1.${zone} hostmaster.${zone} ${serial} 3600 600 604800 60`))

/** A resolution whose zone's servers were asked, each with its replies. */
export const withAuthority = (
  resolution: Resolution,
  zone: string,
  ...servers: readonly (readonly [name: string, ip: string | null, ...replies: readonly DnsReply[]])[]
): Resolution => ({ ...resolution, authority: { zone, servers: servers.map(([name, ip, ...replies]) => ({ name, ip, replies })) } })
