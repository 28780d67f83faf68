import type { Family } from '../family.ts'
import { dnsHost, partner, sender, waitForRetry, you } from './steps.ts'

const tellDomain = you('Tell the recipient’s organization; only they can repair it. Do not switch the check off: it protects the mail.')

/** What the recipient’s domain or server demands of mail: DANE, MTA-STS, authentication, reputation. */
export const policy = {
  'dane-starttls-missing': {
    title: 'The recipient’s domain demands TLS (DANE), but its server does not offer it',
    means: 'Its TLSA records promise encryption, and the server does not keep the promise. The mail waits.',
    causes: ['STARTTLS is switched off or broken on the recipient’s server', 'A firewall removes it'],
    steps: [tellDomain, partner('Offer STARTTLS again, or remove the TLSA records.'), waitForRetry],
  },
  'dane-certificate-expired': {
    title: 'The recipient’s certificate has expired (DANE)',
    means: 'The certificate that the TLSA records vouch for is past its end date.',
    causes: ['The certificate was not renewed'],
    steps: [tellDomain, partner('Renew the certificate and publish its TLSA record.'), waitForRetry],
  },
  'dane-tlsa-invalid': {
    title: 'The recipient’s certificate does not match its TLSA record (DANE)',
    means: 'DNS names another certificate than the server shows: it was renewed without its record, or someone stands in between.',
    causes: ['The certificate was renewed and the TLSA record was not', 'The TLSA record is malformed', 'The connection is intercepted'],
    steps: [tellDomain, partner('Publish the TLSA record of the current certificate; before a renewal publish both.'), waitForRetry],
  },
  'dane-dnssec-invalid': {
    title: 'The recipient’s domain has broken DNSSEC',
    means: 'Its signed DNS answers do not validate, so nothing in them can be trusted. It may also show as a failed DNS query.',
    causes: ['Signatures have expired', 'The DS record at the parent does not fit the zone’s key'],
    steps: [tellDomain, dnsHost('Sign the zone anew, and correct the DS record.'), waitForRetry],
  },
  'dane-certificate-name-mismatch': {
    title: 'The recipient’s certificate does not carry the host name (DANE)',
    means: 'Under this kind of TLSA record the certificate must name the mail host, and it does not.',
    causes: ['The certificate was issued for another name'],
    steps: [tellDomain, partner('Use a certificate that carries the MX host’s name.'), waitForRetry],
  },
  'mta-sts-mx-mismatch': {
    title: 'The recipient’s mail host is not in its MTA-STS policy',
    means: 'The domain publishes a list of the hosts that may take its mail, and the MX record names another one.',
    causes: ['The MX was changed and the policy file was not', 'The DNS answer was tampered with'],
    steps: [tellDomain, partner('Add the MX host to the policy file and change the policy id in DNS.'), waitForRetry],
  },
  'mta-sts-certificate-invalid': {
    title: 'The recipient’s TLS or certificate fails its MTA-STS policy',
    means: 'The domain’s policy demands TLS and a publicly trusted certificate with the host’s name, and the server does not offer that.',
    causes: ['The certificate expired, has another name or an incomplete chain', 'STARTTLS is switched off, or taken away on the way'],
    steps: [tellDomain, partner('Offer STARTTLS with a trusted certificate that carries the MX host’s name.'), waitForRetry],
  },
  'mta-sts-policy-unavailable': {
    title: 'The recipient’s MTA-STS policy cannot be fetched or read',
    means: 'The domain announces a policy, but the file is not there or not valid. Mail flows without its protection, or by a cached copy.',
    causes: [
      'The web server or its certificate is broken',
      'The file or the announcement has a mistake',
      'The announcement was left behind',
    ],
    steps: [tellDomain, partner('Restore the policy file, or remove the announcement from DNS.')],
  },
  'authentication-failed': {
    title: 'The sender’s domain did not pass SPF, DKIM or DMARC',
    means: 'The recipient could not confirm that the mail comes from the domain it names.',
    causes: [
      'The SPF record lacks the sending address',
      'DKIM is not set up, or a relay changed the message',
      'The DMARC policy asks for rejection',
    ],
    steps: [
      sender('Add every sending service to the SPF record, and turn on DKIM for the domain.'),
      dnsHost('Publish the corrected SPF, DKIM and DMARC records.'),
    ],
  },
  'policy-rejected': {
    title: 'A rule or policy rejected the message',
    means: 'The mail arrived where it should and was turned down by a rule, a permission or a filter. Retrying does not help.',
    causes: [
      'A mail flow rule or a transport agent removed or rejected it',
      'The recipient takes mail only from certain senders',
      'External forwarding is not allowed',
    ],
    steps: [
      you('Look at the message trace for the rule or policy that acted, and change it if it is wrong.'),
      sender('Ask the recipient to allow you.'),
    ],
  },
  'source-throttled': {
    title: 'The sending address is slowed down for now',
    means: 'The receiving service limits mail from this address while it judges it. Later tries usually pass.',
    causes: ['A new or suddenly busy sending address', 'A poor reputation of the address'],
    steps: [you('Check that no account or device is misused for spam.'), sender('Send less at once; the limit lifts by itself.')],
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
      you('Find and stop the cause of the listing, then ask for removal where the reply says.'),
      sender('If the recipient’s own list blocks you, ask them.'),
    ],
  },
} satisfies Family
