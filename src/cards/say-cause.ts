import type { Words } from '../locales/words.ts'

/** Reasons of our own, as they stand in what was gathered; those of machines and libraries are quoted. */
const CAUSES = {
  'closed by the other side': 'closed',
  'not found': 'not-found',
  'not available': 'not-available',
  'not configured': 'not-configured',
  'the host does not exist': 'no-host',
  'no certificate': 'no-certificate',
  'no address to ask': 'no-address',
  'not asked': 'not-asked',
  'self-signed': 'self-signed',
  'the root is not trusted': 'root',
  'the certificate of its issuer was not sent': 'issuer',
  'the chain could not be checked': 'chain',
  'the certificate has expired': 'expired',
  'the certificate is not valid yet': 'not-yet',
  'the certificate is not made for servers': 'not-for-servers',
  'the certificate is for another host': 'other-host',
  'a list that cannot be read': 'list-unreadable',
  'a list that the issuer did not sign': 'list-unsigned',
  'a list that is not for this certificate': 'list-other',
  'an answer that cannot be read': 'answer-unreadable',
  'an answer of another kind': 'answer-kind',
  'an answer about another certificate': 'answer-other',
  'an answer that its issuer did not sign': 'answer-unsigned',
  'an answer with conditions that are not known here': 'answer-conditions',
  'an answer from the future': 'answer-future',
  'an answer that is out of date': 'answer-old',
  'the responder does not know the certificate': 'answer-unknown',
  'not an https address': 'not-https',
  'not a web address': 'not-web',
  'closed during the TLS handshake': 'closed-in-tls',
  'interrupted after it was started': 'interrupted',
  // Node's words for a web server's certificate (node:tls).
  'certificate has expired': 'expired',
  'self-signed certificate': 'self-signed',
  'self-signed certificate in certificate chain': 'root',
  'unable to get local issuer certificate': 'root',
  'unable to verify the first certificate': 'issuer',
  'no source of address ranges is set up': 'no-ranges-source',
  'not an RDAP bootstrap file': 'rdap-list',
  'not an RDAP answer': 'rdap-answer',
  'not an RDAP answer about a domain': 'rdap-domain',
  'the web service did not answer': 'web-silent',
  'service health: the answer is not a list of issues': 'health-list',
  'too many documents are fetched here': 'many-documents',
  'too many lists are fetched here': 'many-lists',
  'too many connections are open here': 'many-connections',
  'the list could not be read to its end': 'list-cut',
  'the answer is "no such object"': 'no-object',
  'no such object': 'object-missing',
  'the answer lists no tasks': 'no-tasks',
  'the answer is not the expected JSON': 'not-json',
  'Slack described the account in a form that cannot be read': 'slack-account',
  'auth.test names no workspace': 'slack-workspace',
  'Teams described the sender in a form that cannot be read': 'teams-sender',
  'the conversation has more members than are read': 'teams-members',
} as const

/** The same where a name or a number stands in them. */
const PATTERNS = [
  [/^service health: HTTP (?<status>\d+)$/, 'health-http'],
  [/^(?<error>.+) \(after the server's certificate\)$/, 'after-certificate'],
  [/^tenant (?<tenant>.+) is not configured$/, 'no-tenant'],
  [/^no sign-in for tenant (?<tenant>.+)$/, 'no-sign-in'],
  [/^no registry of (?<domain>.+) speaks RDAP$/, 'no-rdap'],
  [/^(?<what>\S+) is not there$/, 'not-there'],
  [/^(?<what>\S+) has no address$/, 'without-address'],
  [/^(?<what>.+) is no domain name$/, 'no-domain'],
  [/^an answer about (?<what>.+)$/, 'about-other'],
  [/^no answer within (?<ms>\d+) ms$/, 'no-answer'],
  [/^no ranges of (?<what>.+): the web service did not answer$/, 'no-ranges'],
  [/^port (?<port>\d+) is none of the web$/, 'web-port'],
  [/^redirected to (?<what>.+), which does not exist$/, 'redirected'],
  [/^(?<what>\S+) lies in (?<range>.+)$/, 'lies-in'],
  [/^more than (?<bytes>\d+) bytes$/, 'too-large'],
  [/^served as (?<type>\S+), not (?<wanted>\S+)$/, 'served-as'],
  [/^the responder answered (?<what>.+)$/, 'responder'],
  [/^Hostname\/IP does not match certificate's altnames: .* is not in the cert's altnames: (?<names>.+)$/s, 'web-name'],
  [/^Hostname\/IP does not match certificate's altnames: /, 'web-nameless'],
  [/^(?<what>\S+): ECONNREFUSED$/, 'web-refused'],
] as const

/** Why something could not be found out: causes of ours in words, one after the other, each with whoever was asked. */
export function sayCause(text: string, words: Words): string {
  const causes = text.split('; ')
  const said = causes.map((each) => inWords(each, words) ?? behindWhom(each, words) ?? each)
  return said.every((each, n) => each === causes[n]) ? text : said.join(' · ')
}

/** `Get-OutboundConnector: no such object`, `crl ca.example: the host does not exist`. */
function behindWhom(text: string, words: Words): string | null {
  const [, whom = '', cause = ''] = /^(.*): (.*)$/s.exec(text) ?? []
  const said = inWords(cause, words)
  return said === null ? null : `${whom}${words('cards.colon')}${said}`
}

function inWords(text: string, words: Words): string | null {
  if (isCause(text)) return words(`terms.cause.${CAUSES[text]}`)
  for (const [pattern, key] of PATTERNS) {
    const found = pattern.exec(text)
    if (found) return words(`terms.cause.${key}`, { ...found.groups })
  }
  return null
}

const isCause = (text: string): text is keyof typeof CAUSES => Object.hasOwn(CAUSES, text)
