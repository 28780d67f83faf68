import { HYBRID_ROUTE, SCENARIOS } from '../scenarios.ts'

/** A recipient object of the simulated tenant. */
export interface SandboxRecipient {
  readonly name: string
  readonly address: string
  readonly aliases: readonly string[]
  /** RecipientTypeDetails. */
  readonly type: 'UserMailbox' | 'SharedMailbox' | 'RoomMailbox' | 'MailUser' | 'GuestMailUser' | 'MailContact'
  /** Where the mail goes, when not to `address`. */
  readonly external: string | null
}

const MIGRATED = 'contoso.example'
const STILL_THERE = 'fabrikam.example'

/** Addresses of the migrated domain that belonged to people and machines long gone: no object of the tenant has them. */
export const STALE_ADDRESSES: readonly string[] = ['erwin.bauer', 'fax', 'j.moreau', 'sales2019', 'intranet', 'old.helpdesk'].map(
  at(MIGRATED),
)

/** Addresses behind the Fabrikam connector that take mail every week and that the tenant has never heard of. */
export const UNKNOWN_ADDRESSES: readonly string[] = ['erp', 'scanner.floor2', 'gate.control'].map(at(STILL_THERE))

const MIGRATED_PEOPLE = [
  'Alex Martin',
  'Sam Dubois',
  'Amina Diallo',
  'Bruno Keller',
  'Chloé Renard',
  'Dario Conti',
  'Elise Fournier',
  'Farid Haddad',
  'Greta Nyberg',
  'Hugo Lambert',
  'Ines Carvalho',
  'Jonas Weber',
  'Katya Morozova',
  'Liam O’Brien',
  'Maëlle Petit',
  'Noah Jansen',
  'Olga Sorensen',
  'Paul Girard',
  'Rosa Jimenez',
  'Yuki Tanabe',
]
/** Fourteen with the archive: those whose mailbox is still on-premises. */
const FABRIKAM_ON_PREMISES = [
  'Adele Vance',
  'Bianca Pisani',
  'Cameron White',
  'Daisy Phillips',
  'Emil Karlsson',
  'Fiona Doyle',
  'Gustav Holm',
  'Hana Novak',
  'Ivan Petrov',
  'Julie Marchand',
  'Karl Brandt',
  'Lena Fischer',
  'Marco Bellini',
]
const FABRIKAM_IN_CLOUD = ['Nadia Rossi', 'Oscar Blom', 'Petra Schulz']
const BRANCH_ON_PREMISES = ['Anton Meyer', 'Berit Olsen', 'Carla Mendes']
const BRANCH_IN_CLOUD = ['Denis Roux']
const GROUP_PEOPLE = ['Victor Hale', 'Wanda Kowalski', 'Xavier Leroy', 'Yasmin Aziz']

export const PEOPLE: readonly SandboxRecipient[] = [
  ...MIGRATED_PEOPLE.map((name) => mailbox(name, MIGRATED)),
  { ...mailbox('Support Contoso', MIGRATED), type: 'SharedMailbox', aliases: [`helpdesk@${MIGRATED}`] },
  { ...mailbox('Room Riviera', MIGRATED), type: 'RoomMailbox' },
  ...FABRIKAM_ON_PREMISES.map((name) => mailUser(name, STILL_THERE)),
  { ...mailUser('Journal', STILL_THERE), name: 'Journal archive' },
  ...FABRIKAM_IN_CLOUD.map((name) => mailbox(name, STILL_THERE)),
  ...branchDomains().flatMap((domain) => [
    ...BRANCH_ON_PREMISES.map((name) => mailUser(`${name}`, domain)),
    ...BRANCH_IN_CLOUD.map((name) => mailbox(name, domain)),
  ]),
  ...GROUP_PEOPLE.map((name) => mailbox(name, 'contosogroup.example')),
  { name: 'Guest auditor', address: 'auditor@adatum.example', aliases: [], type: 'GuestMailUser', external: null },
  { name: 'Courier desk', address: 'desk@wingtip.example', aliases: [], type: 'MailContact', external: null },
]

/** Domains whose mailboxes lie behind a branch or hybrid connector. */
function branchDomains(): readonly string[] {
  const routes = [...SCENARIOS, HYBRID_ROUTE].filter((route) => route.mailboxesOnPremises && route.domainType !== null)
  return routes.flatMap((route) => route.recipientDomains).filter((domain) => domain !== STILL_THERE)
}

function mailbox(name: string, domain: string): SandboxRecipient {
  return { name: nameIn(name, domain), address: at(domain)(localPart(name)), aliases: [], type: 'UserMailbox', external: null }
}

function mailUser(name: string, domain: string): SandboxRecipient {
  return { ...mailbox(name, domain), type: 'MailUser' }
}

/** Names are unique in a tenant: branches add their place. */
function nameIn(name: string, domain: string): string {
  const [place, ...rest] = domain.split('.')
  return rest.length > 1 ? `${name} (${place})` : name
}

function localPart(name: string): string {
  const plain = name.normalize('NFD').replace(/[^A-Za-z ]/g, '')
  return plain.toLowerCase().replaceAll(' ', '.')
}

function at(domain: string): (local: string) => string {
  return (local) => `${local}@${domain}`
}
