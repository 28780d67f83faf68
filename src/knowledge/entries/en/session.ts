import type { Family } from '../family.ts'
import { lookAfterAnHour, network, partner, tellPartner, waitForRetry, you } from './steps.ts'

/** Speaking SMTP, and agreeing on TLS. */
export const session = {
  'session-refused': {
    title: 'The destination server answers, but refuses the session',
    means:
      'The TCP connection works; then the server replies with an error or lacks something the connector demands. This code is a catch-all: the text in brackets decides.',
    causes: [
      'The server rejects callers it does not know at the greeting',
      'The connector demands TLS and the server does not offer it',
      'The server’s certificate does not satisfy the connector’s TLS settings',
      'The receive connector on the server is restricted to other addresses',
    ],
    steps: [
      you('Read the text after “Message=” in the message trace: it names the cause.'),
      you('Check that the server’s receive connector accepts all current address ranges of Exchange Online.'),
      you('Compare the TLS settings of the connector with the server’s TLS and certificate.'),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Accept connections from Exchange Online’s address ranges, and check TLS and certificate of your server.'),
    ],
  },
  'service-unavailable': {
    title: 'The destination server says that it is not available',
    means: 'The server is there, but takes no mail for now (421). Exchange Online tries again.',
    causes: [
      'Transport services on the server are stopped or in maintenance',
      'The server is short of disk or memory and protects itself (back pressure)',
      'Too many connections at once',
    ],
    steps: [
      you('Check that the transport services run and that no server component is inactive.'),
      you('Free disk and memory on the server, then restart the transport service.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Bring your mail service back: services, disk, memory and connection limits.')],
  },
  'not-smtp': {
    title: 'What answers on port 25 is not a mail server',
    means: 'The first words do not come from SMTP. The address or the port forwarding leads to another service.',
    causes: [
      'The smart host is the wrong machine',
      'The firewall forwards port 25 to the wrong service',
      'A captive portal or proxy answers instead',
    ],
    steps: [
      network('Check where the firewall forwards TCP port 25.'),
      you('Correct the smart host in the connector if it is the wrong machine.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Check which service answers on port 25 of that address.')],
  },
  'starttls-missing': {
    title: 'The destination server does not offer STARTTLS',
    means:
      'The connector demands encryption and the server does not announce it, so Exchange Online keeps the mail rather than sending it in clear.',
    causes: [
      'The mail service has no usable certificate, and therefore stops announcing STARTTLS',
      'A firewall that inspects SMTP removes the announcement',
      'TLS is switched off on the receive connector or the gateway in front',
    ],
    steps: [
      you('Assign a valid certificate with its private key to the SMTP service, and restart the transport service.'),
      network('Switch off SMTP inspection on every firewall in front of the server.'),
      you('Check that the receive connector and any gateway in front allow TLS.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Offer STARTTLS with a valid certificate on port 25.')],
  },
  'starttls-masked': {
    title: 'A firewall overwrites the server’s SMTP replies',
    means:
      'The greeting, the list of extensions or STARTTLS itself is overwritten, shortened or refused on the way, so encryption cannot begin. The mail server itself may be fine.',
    causes: [
      'SMTP packet inspection on a firewall (fixup, ESMTP inspection, application layer gateway)',
      'The same on the bot’s own side, when mail flows all the same',
    ],
    steps: [
      network('Switch off SMTP or ESMTP inspection for this server on every firewall on the way, or allow STARTTLS in it.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Switch off SMTP inspection on your firewall.')],
  },
  'tls-handshake-failed': {
    title: 'The TLS handshake with the destination server fails',
    means: 'The server offers STARTTLS, but the encryption itself does not come about.',
    causes: [
      'The server supports no TLS version or cipher that Exchange Online uses (TLS 1.2 or later)',
      'A device on the way interrupts or changes the handshake',
      'The certificate’s private key is missing or not readable for the mail service',
    ],
    steps: [
      you('Enable TLS 1.2 with ECDHE ciphers on the server, for the system and for .NET.'),
      you('Check that the certificate has its private key and that the mail service may read it.'),
      network('Take SMTP inspection and TLS inspection off the path.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Enable TLS 1.2 or later with current ciphers, and check the private key of your certificate.')],
  },
  'tls-version-too-old': {
    title: 'The destination server only offers an outdated TLS version',
    means: 'Exchange Online needs TLS 1.2 or later; the server offers TLS 1.0 or 1.1 at most.',
    causes: ['An old operating system or an old setting on the server', 'An old mail gateway in front'],
    steps: [you('Enable TLS 1.2 on the server or gateway, and restart it.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Enable TLS 1.2 or later on your mail server.')],
  },
  'tls-no-shared-cipher': {
    title: 'Both sides have no TLS cipher in common',
    means: 'The server’s list of ciphers holds none that is accepted today.',
    causes: ['The cipher list was restricted too far', 'Only outdated ciphers are enabled'],
    steps: [you('Enable ECDHE ciphers with AES-GCM on the server.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Enable ECDHE ciphers with AES-GCM on your mail server.')],
  },
  'client-certificate-demanded': {
    title: 'The destination server insists on a client certificate',
    means:
      'The server ends the handshake unless the caller shows a certificate it accepts. Exchange Online shows its own (mail.protection.outlook.com), this bot none.',
    causes: [
      'Mutual TLS is demanded on the port that takes mail from Exchange Online, and its certificate is not accepted',
      'The server accepts the certificate of Exchange Online and no other: then mail flows, and only this bot is turned away',
    ],
    steps: [
      you('Let the server ask for a client certificate without demanding it, or let it accept the one of Exchange Online.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Do not demand a client certificate on port 25, or accept the one of Exchange Online.')],
  },
  'null-sender-refused': {
    title: 'The destination server refuses mail without a sender',
    means: 'Delivery reports and automatic replies carry an empty sender. The server rejects them, so its users never learn of bounces.',
    causes: ['An anti-spam rule rejects the empty sender'],
    steps: [you('Let the server accept MAIL FROM:<>.')],
    partnerSteps: [tellPartner, partner('Accept MAIL FROM:<> on your mail server.')],
  },
  'starttls-injection': {
    title: 'Text slips in between STARTTLS and encryption',
    means:
      'Behind its answer to STARTTLS the server, or a device on the way, sends more in clear, which a careless sender takes for encrypted. Mail flows, but it can be tampered with.',
    causes: ['An old mail server or gateway with a known flaw', 'A device on the way adds text of its own'],
    steps: [you('Update the mail server or gateway.'), network('Look for a device on the way that changes SMTP.')],
    partnerSteps: [tellPartner, partner('Update your mail server or gateway.')],
  },
  greylisted: {
    title: 'The destination server asks to come back later',
    means: 'It puts off mail from callers it does not know yet (greylisting). A later try passes.',
    causes: ['Greylisting is switched on, and Exchange Online’s many addresses look new each time'],
    steps: [you('Exempt Exchange Online’s address ranges from greylisting if the delay disturbs.')],
    partnerSteps: [tellPartner, partner('Exempt Exchange Online’s address ranges from greylisting.')],
  },
} satisfies Family
