import type { FindingCode } from '../domain/finding.ts'
import type { Language } from '../domain/language.ts'
import type { ConnectorType, DomainType, TlsSettings } from '../domain/tenant.ts'
import { attemptDelivery } from './lab/attempt-delivery.ts'
import { CLOUD_FRONT } from './lab/cloud-front.ts'
import type { LabFault } from './lab/fault.ts'

export const SCENARIO_NAMES = [
  'after-migration',
  'firewall-refused',
  'certificate-expired',
  'certificate-name',
  'certificate-self-signed',
  'no-starttls',
  'service-unavailable',
  'dropped',
  'timeout',
  'dns-failure',
  'partner-certificate',
  'healthy',
] as const
export type ScenarioName = (typeof SCENARIO_NAMES)[number]

type Words = Readonly<Record<Language, string>>

/** An outbound connector of the sandbox's tenant, and the one machine it leads to. */
export interface SandboxRoute {
  readonly connector: string
  readonly connectorType: ConnectorType
  /** `HybridWizard` for the one the Hybrid Configuration Wizard made. */
  readonly connectorSource: 'Default' | 'HybridWizard'
  /** Smart host. */
  readonly host: string
  /** Documentation addresses (RFC 5737, RFC 3849), IPv4 first. */
  readonly addresses: readonly string[]
  readonly fault: LabFault | null
  readonly tlsSettings: TlsSettings | null
  readonly tlsDomain: string | null
  readonly recipientDomains: readonly string[]
  /** How the tenant accepts those domains; null: they are a partner's, no accepted domains. */
  readonly domainType: DomainType | null
  /** Whether recipients of those domains still have their mailbox behind this connector. */
  readonly mailboxesOnPremises: boolean
}

/** One trouble of the sandbox, from its cause in the lab to the verdict it must lead to. */
export interface Scenario extends SandboxRoute {
  readonly name: ScenarioName
  /** What is wrong, in a few words, no final stop. */
  readonly title: Words
  /** One line: what the administrator sees, and why. */
  readonly says: Words
  readonly expected: FindingCode
  /** The reply Exchange Online gives; null where mail flows. */
  readonly code: string | null
  /** The Detail of a Defer event on this route, as Exchange Online writes it; null where mail flows. */
  readonly led: string | null
  /** Microsoft's own alert often names no connector; one scenario shows that. */
  readonly alertNamesConnector: boolean
}

/** When the Defer events of the scenarios' texts were written. */
const DEFERRED_AT = new Date('2026-11-22T08:14:05Z')

type Sketch = Omit<Scenario, 'led' | 'connectorSource'>

function scenario(sketch: Sketch): Scenario {
  const destination = { host: sketch.host, ip: sketch.fault === 'dns-failure' ? null : sketch.addresses[0]!, fault: sketch.fault }
  const outcome = attemptDelivery(destination, sketch, DEFERRED_AT)
  return { ...sketch, connectorSource: 'Default', led: outcome.is === 'deferred' ? outcome.led : null }
}

/** A branch whose machine still holds mailboxes, behind a plain on-premises connector. */
function branch(city: string, domain: string, addresses: readonly string[]) {
  return {
    connector: `Branch office ${city}`,
    connectorType: 'OnPremises' as const,
    host: `mail.${domain}`,
    addresses,
    tlsSettings: 'EncryptionOnly' as TlsSettings,
    tlsDomain: null,
    recipientDomains: [domain],
    domainType: 'InternalRelay' as const,
    mailboxesOnPremises: true,
    alertNamesConnector: true,
  }
}

export const SCENARIOS: readonly Scenario[] = [
  scenario({
    name: 'after-migration',
    title: { en: 'Old gateway switched off after the migration', fr: 'Ancienne passerelle arrêtée après la migration' },
    says: {
      en: 'Every mailbox of contoso.example is in the cloud and the old server is off, but the connector still sends mail there.',
      fr: 'Toutes les boîtes de contoso.example sont dans le cloud et l’ancien serveur est arrêté, mais le connecteur y envoie encore du courrier.',
    },
    connector: 'To on-premises (Contoso)',
    connectorType: 'OnPremises',
    host: 'mail.contoso.example',
    addresses: ['192.0.2.10'],
    fault: 'refused',
    expected: 'connection-refused',
    code: '450 4.4.316',
    tlsSettings: 'EncryptionOnly',
    tlsDomain: null,
    recipientDomains: ['contoso.example'],
    domainType: 'InternalRelay',
    mailboxesOnPremises: false,
    alertNamesConnector: true,
  }),
  scenario({
    name: 'firewall-refused',
    title: { en: 'Firewall refuses Exchange Online', fr: 'Le pare-feu refuse Exchange Online' },
    says: {
      en: 'The firewall in front of hub.fabrikam.example rejects connections while mailboxes are still on-premises behind it.',
      fr: 'Le pare-feu devant hub.fabrikam.example rejette les connexions alors que des boîtes sont encore en local derrière lui.',
    },
    connector: 'To on-premises (Fabrikam)',
    connectorType: 'OnPremises',
    host: 'hub.fabrikam.example',
    addresses: ['192.0.2.20'],
    fault: 'refused',
    expected: 'connection-refused',
    code: '450 4.4.316',
    tlsSettings: 'EncryptionOnly',
    tlsDomain: null,
    recipientDomains: ['fabrikam.example'],
    domainType: 'InternalRelay',
    mailboxesOnPremises: true,
    alertNamesConnector: true,
  }),
  scenario({
    ...branch('Lyon', 'lyon.contoso.example', ['198.51.100.10']),
    name: 'certificate-expired',
    title: { en: 'Certificate expired', fr: 'Certificat expiré' },
    says: {
      en: 'The Lyon server shows a certificate past its end date, and the connector demands a valid one.',
      fr: 'Le serveur de Lyon présente un certificat dont la date de fin est passée, et le connecteur en exige un valide.',
    },
    fault: 'certificate-expired',
    expected: 'certificate-expired',
    code: '450 4.4.317',
    tlsSettings: 'CertificateValidation',
  }),
  scenario({
    ...branch('Turin', 'turin.contoso.example', ['198.51.100.20']),
    name: 'certificate-name',
    title: { en: 'Certificate for another name', fr: 'Certificat au nom d’un autre serveur' },
    says: {
      en: 'The Turin server shows the certificate of its former name, which is not the connector’s TLS domain.',
      fr: 'Le serveur de Turin présente le certificat de son ancien nom, qui n’est pas le domaine TLS du connecteur.',
    },
    fault: 'certificate-name',
    expected: 'certificate-name-mismatch',
    code: '450 4.4.317',
    tlsSettings: 'DomainValidation',
    tlsDomain: 'mail.turin.contoso.example',
  }),
  scenario({
    ...branch('Porto', 'porto.contoso.example', ['198.51.100.30']),
    name: 'certificate-self-signed',
    title: { en: 'Self-signed certificate', fr: 'Certificat auto-signé' },
    says: {
      en: 'The Porto server shows a certificate it signed itself, and the connector trusts public authorities only.',
      fr: 'Le serveur de Porto présente un certificat qu’il a signé lui-même, et le connecteur n’accepte que les autorités publiques.',
    },
    fault: 'certificate-self-signed',
    expected: 'certificate-untrusted',
    code: '450 4.4.317',
    tlsSettings: 'CertificateValidation',
  }),
  scenario({
    ...branch('Oslo', 'oslo.contoso.example', ['198.51.100.40']),
    name: 'no-starttls',
    title: { en: 'No STARTTLS on offer', fr: 'STARTTLS n’est pas proposé' },
    says: {
      en: 'The connector demands TLS, and the Oslo server no longer offers it.',
      fr: 'Le connecteur exige TLS, et le serveur d’Oslo ne le propose plus.',
    },
    fault: 'no-starttls',
    expected: 'starttls-missing',
    code: '450 4.4.317',
  }),
  scenario({
    ...branch('Leeds', 'leeds.contoso.example', ['198.51.100.50']),
    name: 'service-unavailable',
    title: { en: 'Mail service not available', fr: 'Service de messagerie indisponible' },
    says: {
      en: 'The Leeds server answers every connection with 421 and hangs up.',
      fr: 'Le serveur de Leeds répond 421 à chaque connexion, puis raccroche.',
    },
    fault: 'service-unavailable',
    expected: 'service-unavailable',
    code: '450 4.4.317',
  }),
  scenario({
    ...branch('Ghent', 'ghent.contoso.example', ['203.0.113.10']),
    name: 'dropped',
    title: { en: 'Session dropped in the middle', fr: 'Session coupée en cours de route' },
    says: {
      en: 'Something in front of the Ghent server cuts the session at EHLO; the alert names no connector.',
      fr: 'Quelque chose devant le serveur de Gand coupe la session à EHLO ; l’alerte ne nomme aucun connecteur.',
    },
    fault: 'closed-at-ehlo',
    expected: 'connection-dropped',
    code: '450 4.4.318',
    alertNamesConnector: false,
  }),
  scenario({
    ...branch('Basel', 'basel.contoso.example', ['203.0.113.20']),
    name: 'timeout',
    title: { en: 'Server does not answer', fr: 'Le serveur ne répond pas' },
    says: {
      en: 'Connections to the Basel server are never answered.',
      fr: 'Les connexions vers le serveur de Bâle restent sans réponse.',
    },
    fault: 'timeout',
    expected: 'connection-timed-out',
    code: '450 4.4.315',
  }),
  scenario({
    ...branch('Cork', 'cork.contoso.example', ['203.0.113.30']),
    name: 'dns-failure',
    title: { en: 'Name servers fail', fr: 'Serveurs de noms en panne' },
    says: {
      en: 'The name servers answer every question about the Cork server with a failure.',
      fr: 'Les serveurs de noms répondent par un échec à toute question sur le serveur de Cork.',
    },
    fault: 'dns-failure',
    expected: 'dns-servers-failing',
    code: '450 4.4.312',
  }),
  scenario({
    name: 'partner-certificate',
    title: { en: 'Partner’s certificate expired', fr: 'Certificat expiré chez le partenaire' },
    says: {
      en: 'Tailspin let its certificate expire, and the partner connector checks certificate and name.',
      fr: 'Tailspin a laissé expirer son certificat, et le connecteur partenaire vérifie le certificat et le nom.',
    },
    connector: 'Partner: Tailspin',
    connectorType: 'Partner',
    host: 'mail.tailspin.example',
    addresses: ['203.0.113.107'],
    fault: 'certificate-expired',
    expected: 'certificate-expired',
    code: '450 4.4.317',
    tlsSettings: 'DomainValidation',
    tlsDomain: 'mail.tailspin.example',
    recipientDomains: ['tailspin.example'],
    domainType: null,
    mailboxesOnPremises: true,
    alertNamesConnector: true,
  }),
  scenario({
    ...branch('Nice', 'nice.contoso.example', ['203.0.113.40', '2001:db8:0:40::25']),
    name: 'healthy',
    title: { en: 'Nothing is wrong', fr: 'Tout va bien' },
    says: {
      en: 'The Nice server takes mail with a valid certificate: the alert is out of date.',
      fr: 'Le serveur de Nice accepte le courrier avec un certificat valide : l’alerte est dépassée.',
    },
    fault: null,
    expected: 'no-fault-found',
    code: null,
    tlsSettings: 'DomainValidation',
    tlsDomain: 'mail.nice.contoso.example',
  }),
]

/** The connector the Hybrid Configuration Wizard made; nothing is wrong with it. */
export const HYBRID_ROUTE: SandboxRoute = {
  connector: 'Outbound to 5d8a1f3e-6c47-4b92-9e0d-7a2f41c8b365',
  connectorType: 'OnPremises',
  connectorSource: 'HybridWizard',
  host: 'hybrid.hq.contoso.example',
  addresses: ['192.0.2.30', '2001:db8:0:30::25'],
  fault: null,
  tlsSettings: 'DomainValidation',
  tlsDomain: 'hybrid.hq.contoso.example',
  recipientDomains: ['hq.contoso.example'],
  domainType: 'InternalRelay',
  mailboxesOnPremises: true,
}

/** Every route of the tenant: one for each scenario, and the hybrid one. */
export const ROUTES: readonly SandboxRoute[] = [...SCENARIOS, HYBRID_ROUTE]

/** Accepted domains no connector serves: all their mailboxes are in the cloud. */
export const CLOUD_DOMAINS: readonly { readonly domainName: string; readonly isDefault: boolean; readonly isInitial: boolean }[] = [
  { domainName: 'contosogroup.example', isDefault: true, isInitial: false },
  { domainName: 'contosogroup.onmicrosoft.example', isDefault: false, isInitial: true },
]

/** Where the MX record of a domain points: Exchange Online for every accepted domain, the partner's host for its own; null for a domain the lab does not know. */
export function mxHostOf(domain: string): string | null {
  const wanted = domain.toLowerCase()
  const route = ROUTES.find((each) => each.recipientDomains.includes(wanted))
  if (route?.domainType === null) return route.host
  if (route === undefined && !CLOUD_DOMAINS.some((each) => each.domainName === wanted)) return null
  return `${wanted.replaceAll('.', '-')}.${CLOUD_FRONT.suffix}`
}

/** The scenario of that name, or null. */
export const scenarioNamed = (name: string): Scenario | null => SCENARIOS.find((each) => each.name === name) ?? null
