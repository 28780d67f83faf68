import { exchangePowershell as line } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { bouncesAfterADay, bouncesAtOnce, dnsHost, partner, sender, tellPartner, you } from './steps.ts'

const testDane = you(
  'Run the DANE test of the Remote Connectivity Analyzer for the recipient’s domain: it names the server and the record.',
  {
    at: 'connectivity-analyzer',
  },
)
const seePolicy = you('Read the policy of the recipient’s domain and compare its “mx” lines with the MX record.', {
  run: line.mtaStsPolicy,
})
const tellDomain = you('Tell the recipient’s organization: only they can repair it. If the domain is your own, the next step is yours.')
const retriedByItself =
  'Exchange Online tries again after 15 minutes, after 15 more, then every hour. Once it is repaired, the messages change from Pending to Delivered in the message trace.'
const doNotSwitchDaneOff =
  'Do not switch the check off with SmtpDaneMode None: it protects the mail from being read or redirected on the way.'
const doNotSwitchMtaStsOff =
  'Do not switch the check off with MtaStsMode None: it protects the mail from being read or redirected on the way.'

/** What the recipient’s domain or server demands of mail: DANE, MTA-STS, authentication, reputation. */
export const policy = {
  'dane-starttls-missing': {
    title: 'The recipient’s domain demands TLS (DANE), but its server does not offer it',
    means:
      'Its TLSA records promise encryption, and the server does not keep the promise. Exchange Online does not send in clear text instead: the mail waits.',
    causes: ['STARTTLS is switched off or broken on the recipient’s server', 'A firewall removes it', 'The TLS handshake fails'],
    steps: [testDane, tellDomain, partner('Offer STARTTLS again on every MX host, or remove the TLSA records.')],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'Your TLSA records demand encryption (DANE), but your mail server does not offer STARTTLS. Please offer it again on every MX host, or remove the records.',
  },
  'dane-certificate-expired': {
    title: 'The recipient’s certificate has expired (DANE)',
    means: 'The certificate that the TLSA records vouch for is past its end date. The mail waits.',
    causes: ['The certificate was not renewed', 'It was renewed, but one of the servers still presents the old one'],
    steps: [testDane, tellDomain, partner('Renew the certificate, and publish its TLSA record before you put it to use.')],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'The certificate of your mail server has expired, and your TLSA records (DANE) vouch for it. Please renew it and publish the new TLSA record beforehand.',
  },
  'dane-tlsa-invalid': {
    title: 'The recipient’s certificate does not match its TLSA record (DANE)',
    means: 'DNS names another certificate than the server shows: it was renewed without its record, or someone stands in between.',
    causes: ['The certificate was renewed and the TLSA record was not', 'The TLSA record is malformed', 'The connection is intercepted'],
    steps: [
      testDane,
      tellDomain,
      partner('Publish the TLSA record of the current certificate; before a renewal publish the records of both.'),
    ],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff, 'Do not take it for a mere slip: until the domain confirms a renewal, it may be an attack.'],
    ask: 'The certificate of your mail server does not match its TLSA record (DANE). Please publish the record of the current certificate, or tell us if you did not renew it.',
  },
  'dane-dnssec-invalid': {
    title: 'The recipient’s domain has broken DNSSEC',
    means: 'Its signed DNS answers do not validate, so nothing in them can be trusted. It may also show as a failed DNS query, 4.4.312.',
    causes: [
      'Signatures have expired',
      'The DS record at the parent does not fit the zone’s key',
      'The domain moved to another DNS host and its old DS record stayed',
    ],
    steps: [
      you('Run the DNSSEC test of the Remote Connectivity Analyzer for the recipient’s domain.', { at: 'connectivity-analyzer' }),
      tellDomain,
      dnsHost('Sign the zone anew, and correct or remove the DS record at the parent.'),
    ],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'The DNSSEC of your domain is broken, so your mail servers cannot be looked up safely. Please have your DNS host sign the zone anew and correct the DS record.',
  },
  'dane-certificate-name-mismatch': {
    title: 'The recipient’s certificate does not carry the host name (DANE)',
    means: 'Under this kind of TLSA record the certificate must name the mail host, and it does not.',
    causes: ['The certificate was issued for another name', 'The MX record was changed to a host that the certificate does not name'],
    steps: [testDane, tellDomain, partner('Use a certificate that carries the name of the MX host.')],
    worked: retriedByItself,
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchDaneOff],
    ask: 'The certificate of your mail server does not carry the name of the MX host, as your TLSA record (DANE) demands. Please use one that does.',
  },
  'mta-sts-mx-mismatch': {
    title: 'The recipient’s mail host is not in its MTA-STS policy',
    means: 'The domain publishes a list of the hosts that may take its mail, and the MX record names another one.',
    causes: ['The MX was changed and the policy file was not', 'The DNS answer was tampered with'],
    steps: [
      seePolicy,
      tellDomain,
      partner('Add the MX host to the policy file, then change the policy id in DNS so that senders read it anew.'),
    ],
    worked:
      'Once Exchange Online has read the new policy, the next retry succeeds. The messages change from Pending to Delivered in the message trace.',
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchMtaStsOff],
    ask: 'Your MTA-STS policy does not list the host that your MX record names. Please add it to the policy file and change the policy id in DNS.',
  },
  'mta-sts-certificate-invalid': {
    title: 'The recipient’s TLS or certificate fails its MTA-STS policy',
    means: 'The domain’s policy demands TLS and a publicly trusted certificate with the host’s name, and the server does not offer that.',
    causes: ['The certificate expired, has another name or an incomplete chain', 'STARTTLS is switched off, or taken away on the way'],
    steps: [
      you('Read the reason in the message trace: it follows the words “failed MTA-STS validation”.', {
        at: 'message-trace',
        run: line.whyPending,
      }),
      tellDomain,
      partner('Offer STARTTLS with a trusted certificate that carries the MX host’s name, together with its intermediate certificate.'),
    ],
    worked: 'At the next retry after the repair the messages change from Pending to Delivered in the message trace.',
    otherwise: bouncesAfterADay,
    avoid: [doNotSwitchMtaStsOff],
    ask: 'Your MTA-STS policy demands TLS with a trusted certificate, and your mail server does not offer that. Please install a certificate that carries the name of the MX host.',
  },
  'mta-sts-policy-unavailable': {
    title: 'The recipient’s MTA-STS policy cannot be fetched or read',
    means: 'The domain announces a policy, but the file is not there or not valid. Mail flows without its protection, or by a cached copy.',
    causes: [
      'The web server or its certificate is broken',
      'The file or the announcement has a mistake',
      'The announcement was left behind',
    ],
    steps: [
      you('Look at the announcement in DNS: the domain has a policy if this record is there.', { run: line.mtaStsRecord }),
      you('Fetch the policy file: the web server must answer over HTTPS with a trusted certificate.', { run: line.mtaStsPolicy }),
      tellDomain,
      partner('Restore the policy file, or remove the announcement from DNS.'),
    ],
    worked: 'The file can be fetched again, and a new diagnosis no longer shows this finding.',
    otherwise: 'Nothing happens for now: mail flows, but without this protection or by an older copy of the policy.',
    avoid: ['Do not give up a policy of your own by deleting the file: publish it with mode “none” first, until old copies have expired.'],
    ask: 'Your domain announces an MTA-STS policy, but the file cannot be fetched or read. Please restore it, or remove the announcement from DNS.',
  },
  'authentication-failed': {
    title: 'The sender’s domain did not pass SPF, DKIM or DMARC',
    means: 'The recipient could not confirm that the mail comes from the domain it names.',
    causes: [
      'The SPF record lacks the sending address',
      'DKIM is not set up, or a relay changed the message',
      'The DMARC policy asks for rejection',
      'The sending address has no name in DNS, or mail over IPv6 carries neither SPF nor DKIM',
    ],
    steps: [
      you('Read in the message trace which check failed and from which address the mail came.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      you('If the domain is yours, compare its SPF record (v=spf1) with every service that sends in its name.', { run: line.textRecords }),
      you('Turn on DKIM for the domain if it is off.', { run: line.dkim }),
      dnsHost('Publish the corrected SPF, DKIM and DMARC records.'),
      sender('Send refused messages again once the records are published; tell the owner of the domain if it is not yours.'),
    ],
    worked: 'Once the old DNS answers have expired, a new message arrives. Its header shows spf, dkim and dmarc with “pass”.',
    otherwise:
      'A refusal (5.7.x) bounces at once, a deferral (4.7.x) after 24 hours (older texts say 48 hours), and this goes on with every message.',
    avoid: [
      'Do not let the SPF record end in “+all”: anybody could then send in the name of the domain.',
      'Do not lower the DMARC policy to none in order to get one service through: add the service instead.',
    ],
  },
  'policy-rejected': {
    title: 'A rule or policy rejected the message',
    means: 'The mail arrived where it should and was turned down by a rule, a permission or a filter. Retrying does not help.',
    causes: [
      'A mail flow rule or a transport agent removed or rejected it',
      'The recipient takes mail only from certain senders',
      'External forwarding is not allowed (5.7.520)',
      'The address is in the Tenant Allow/Block List (5.7.703)',
    ],
    steps: [
      you('Look in the message trace for the rule or policy that acted.', { at: 'message-trace', run: line.whyFailed }),
      you('If it was a mail flow rule, correct the rule or add an exception.', { at: 'mail-rules', run: line.rules }),
      you('If the recipient is yours, see who may write to it.', { run: line.whoMaySend }),
      you('With 5.7.520, allow forwarding to the outside only for those who need it, in an outbound spam policy of their own.', {
        run: line.outboundLimits,
      }),
      you('With 5.7.703, look for the address in the Tenant Allow/Block List.', { run: line.blockedByTenant }),
      sender('Send the message again afterwards. If the far side refused it, ask the recipient to allow you.'),
    ],
    partnerSteps: [
      you('Look in the message trace for the words of the refusal.', { at: 'message-trace', run: line.whyFailed }),
      tellPartner,
      partner('Find the rule or filter that rejected the message, and allow it if it is wanted.'),
      sender('Send the message again afterwards.'),
    ],
    worked: 'Send the message again: the message trace shows Delivered.',
    otherwise: bouncesAtOnce,
    avoid: [
      'Do not allow forwarding to the outside for everybody: whoever takes over an account uses it to carry mail away.',
      'Do not exempt a whole domain from filtering because of one message.',
    ],
    ask: 'Your mail server took our message and rejected it by a rule or filter. Please check which one it was, and allow the message if it is wanted.',
  },
  'source-throttled': {
    title: 'The sending address is slowed down for now',
    means: 'The receiving service limits mail from this address while it judges it. Later tries usually pass.',
    causes: ['A new or suddenly busy sending address', 'A poor reputation of the address'],
    steps: [
      you('See which accounts send most, and check that none of them is misused for spam.', {
        at: 'message-trace',
        run: line.busiestSenders,
      }),
      you('Check that no device or server behind your connectors sends what it should not.', {
        at: 'connectors',
        run: line.inboundConnectors,
      }),
      sender('Send less at once; the limit lifts by itself.'),
    ],
    worked: 'Later tries pass by themselves: in the message trace the messages change from Pending to Delivered.',
    otherwise: bouncesAfterADay,
    avoid: ['Do not move to another address to get round the limit: a new address is limited all the more.'],
  },
  'source-blocked': {
    title: 'The sending address is blocked',
    means: 'The receiving service refuses mail from this address because of its reputation or of a block list.',
    causes: [
      'Spam was sent from the address',
      'The recipient’s organization has put it on its own list',
      'The server greets with a wrong name (HELO)',
    ],
    steps: [
      you('Read in the reply which address is blocked and by whose list.', { at: 'message-trace', run: line.whyFailed }),
      you('Find and stop the cause first: a misused account, device or server.', { at: 'message-trace', run: line.busiestSenders }),
      you('With 5.7.606 to 5.7.649, ask Microsoft for removal in the delist portal.', { at: 'delist' }),
      you('With 5.7.511 the portal does not help: forward the whole report to delist@microsoft.com.'),
      you('With 5.7.506, let your server greet with its own name. With another list, ask for removal where the reply says.'),
      sender('If the recipient’s own list blocks you (5.7.513), reach them some other way.'),
    ],
    partnerSteps: [
      you('Read in the reply which address is blocked and by whose list.', { at: 'message-trace', run: line.whyFailed }),
      tellPartner,
      partner('Remove the sending address from your own block list if it should not be there.'),
      sender('Send the message again afterwards.'),
    ],
    worked: 'Removal from Microsoft’s list can take up to 24 hours. Then send again: the message trace shows Delivered.',
    otherwise: 'The block stays until it is lifted, and every message bounces at once.',
    avoid: [
      'Do not ask for removal before the cause is stopped: the address would be listed again.',
      'Do not move to another address to get round the block: it would be blocked as well.',
    ],
    ask: 'Your mail service refuses mail from our sending address. Please check whether your own block list holds it, and remove it if it should not be there.',
  },
} satisfies Family
