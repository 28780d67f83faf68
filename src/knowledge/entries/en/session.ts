import { exchangePowershell } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  doNotLoseSmartHosts,
  doNotOpenToAll,
  doNotRetireYet,
  doNotSendAgain,
  doNotWeakenTls,
  lookAfterAnHour,
  network,
  partner,
  seenInTrace,
  seenInTraceOrAfterAnHour,
  tellPartner,
  waitForRetry,
  you,
} from './steps.ts'

/** Speaking SMTP, and agreeing on TLS. */
export const session = {
  'session-refused': {
    title: 'The destination server answers, but refuses the session',
    means:
      'The TCP connection works; then the server replies with an error or lacks something the connector demands. This code is a catch-all: the text in brackets decides.',
    causes: [
      'The server turns away senders it does not know at the greeting',
      'The connector demands TLS and the server does not offer it',
      'The server’s certificate does not satisfy the connector’s TLS settings',
      'The receive connector on the server is restricted to other addresses',
    ],
    steps: [
      you('Read the text after “Message=” in the message trace: it names the cause. “LastAttemptedServerName=” names the server.', {
        at: 'message-trace',
        run: exchangePowershell.whyPending,
      }),
      you('Check that the server’s receive connector accepts all current address ranges of Exchange Online.', {
        run: powershell.callersAllowed,
      }),
      you('Compare the TLS settings of the connector with the server’s TLS and certificate.', {
        at: 'connectors',
        run: exchangePowershell.connectorTls,
      }),
      waitForRetry,
    ],
    partnerSteps: [
      tellPartner,
      partner('Accept connections from Exchange Online’s address ranges, and check TLS and certificate of your server.'),
    ],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, doNotOpenToAll],
    ask: 'Please let your mail server accept sessions from all address ranges of Exchange Online. Please check its TLS and its certificate as well.',
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
      you('Check on the server that the transport services run.', { run: powershell.transportServices }),
      you('Check there that no server component is inactive, as after maintenance.', { run: powershell.componentStates }),
      you('Free disk and memory on the server, then restart the transport service.', { run: exchangePowershell.restartTransport }),
      you('If the server names too many connections, compare them with the limits of its receive connector.', {
        run: powershell.connectionLimits,
      }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Bring your mail service back: services, disk, memory and connection limits.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotSendAgain],
    ask: 'Please bring your mail service back: it answers that it is not available. Please check services, disk, memory and connection limits.',
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
      you('Check that the smart host is the mail server.', { at: 'connectors', run: powershell.showConnector }),
      network('Check where the firewall forwards TCP port 25.'),
      you('Correct the smart host in the connector if it is the wrong machine.', { at: 'connectors', run: powershell.setSmartHost }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Check which service answers on port 25 of that address.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotLoseSmartHosts, doNotRetireYet],
    ask: 'Please check where TCP port 25 of the address above leads: what answers there is not a mail server.',
  },
  'starttls-missing': {
    title: 'The destination server does not offer STARTTLS',
    means:
      'The server does not announce encryption. Where the connector demands it, Exchange Online keeps the mail rather than sending it in clear text.',
    causes: [
      'The mail service has no usable certificate, and therefore stops announcing STARTTLS',
      'A firewall that inspects SMTP removes the announcement',
      'TLS is switched off on the receive connector or the gateway in front',
    ],
    steps: [
      you('Look on the server for a valid certificate with its private key.', { run: powershell.privateKeys }),
      you('Assign it to the server’s SMTP service, and restart the transport service.', { run: exchangePowershell.assignToSmtp }),
      network('Switch off SMTP inspection on every firewall in front of the server.'),
      you('Check that the server’s receive connector and any gateway in front allow TLS.', { run: powershell.callersAllowed }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Offer STARTTLS with a valid certificate on port 25.')],
    worked: seenInTrace,
    otherwise: 'Where TLS is demanded, mail waits and bounces after 24 hours (older texts say 48); elsewhere it goes in clear text.',
    avoid: [doNotWeakenTls],
    ask: 'Please offer STARTTLS with a valid certificate on port 25, and check that no firewall of yours removes it.',
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
      you('See in the message trace whether mail really waits. If none does, look for the firewall in front of the bot.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
      network('Switch off SMTP or ESMTP inspection for this server on every firewall on the way, or allow STARTTLS in it.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Switch off SMTP inspection on your firewall.')],
    worked:
      'Diagnose again: the greeting is readable and STARTTLS is offered. At the next retry, Pending turns into Delivered in the message trace.',
    otherwise: 'Where TLS is demanded, mail waits and bounces after 24 hours (older texts say 48); elsewhere it goes in clear text.',
    avoid: [doNotWeakenTls],
    ask: 'Please switch off SMTP inspection for your mail server on your firewall, or allow STARTTLS in it: your server’s replies arrive overwritten.',
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
      you('Enable TLS 1.2 with ECDHE ciphers on the server, for the system and for .NET.', { run: powershell.ciphers }),
      you('Check on the server that the certificate has its private key and that the mail service may read it.', {
        run: powershell.privateKeys,
      }),
      network('Take SMTP inspection and TLS inspection off the path.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Enable TLS 1.2 or later with current ciphers, and check the private key of your certificate.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotWeakenTls, 'Do not switch off STARTTLS on the server instead: its mail would travel in clear text.'],
    ask: 'Please enable TLS 1.2 or later with current ciphers on your mail server. Please check its certificate’s private key and any device that inspects TLS.',
  },
  'tls-version-too-old': {
    title: 'The destination server only offers an outdated TLS version',
    means: 'Exchange Online needs TLS 1.2 or later; the server offers TLS 1.0 or 1.1 at most.',
    causes: ['An old operating system or an old setting on the server', 'An old mail gateway in front'],
    steps: [
      you('Find out which machine ends TLS: the server itself or a gateway in front of it.'),
      you('Enable TLS 1.2 on that server or gateway, for the system and for .NET, and restart it.', { run: powershell.ciphers }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Enable TLS 1.2 or later on your mail server.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: ['Do not lower the connector’s TLS settings: none of them brings back TLS 1.0 or 1.1.'],
    ask: 'Please enable TLS 1.2 or later on your mail server: Exchange Online no longer uses TLS 1.0 and 1.1.',
  },
  'tls-no-shared-cipher': {
    title: 'The two sides have no TLS cipher in common',
    means: 'The server’s list of ciphers holds none that is accepted today.',
    causes: [
      'The cipher list was restricted too far',
      'Only outdated ciphers are enabled',
      'The Diffie-Hellman key it offers is too short',
    ],
    steps: [
      you('See on the server which ECDHE ciphers are enabled.', { run: powershell.ciphers }),
      you('Enable ECDHE ciphers with AES-GCM on the server, and restart it.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Enable ECDHE ciphers with AES-GCM on your mail server.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: ['Do not lower the connector’s TLS settings: none of them brings back outdated ciphers.'],
    ask: 'Please enable ECDHE ciphers with AES-GCM on your mail server: it has no TLS cipher in common with Exchange Online.',
  },
  'client-certificate-demanded': {
    title: 'The destination server insists on a client certificate',
    means:
      'The server ends the handshake unless the client shows a certificate it accepts. Exchange Online shows its own (mail.protection.outlook.com), this bot none.',
    causes: [
      'Mutual TLS is demanded on the port that takes mail from Exchange Online, and its certificate is not accepted',
      'The server accepts the certificate of Exchange Online and no other: then mail flows, and only this bot is turned away',
      'The root certificate DigiCert Global Root G2, which Exchange Online’s chain has needed since April 2026, is missing on the server',
    ],
    steps: [
      you('See in the message trace whether mail really waits. If none does, only the bot is turned away.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
      you('Let the server trust the root certificate DigiCert Global Root G2.'),
      you('Let the server ask for a client certificate without demanding it, or let it accept the one of Exchange Online.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Do not demand a client certificate on port 25, or accept the one of Exchange Online.')],
    worked: seenInTrace,
    otherwise: 'If Exchange Online is turned away as well, mail waits and bounces after 24 hours (older texts say 48).',
    avoid: ['Do not list single certificates of Exchange Online, which are renewed: accept the name and the authority instead.'],
    ask: 'Please do not demand a client certificate on port 25, or accept that of Exchange Online (mail.protection.outlook.com). Its chain needs the root DigiCert Global Root G2.',
  },
  'null-sender-refused': {
    title: 'The destination server refuses mail without a sender',
    means: 'Delivery reports and automatic replies carry an empty sender. The server rejects them, so its users never learn of bounces.',
    causes: ['An anti-spam rule rejects the empty sender'],
    steps: [
      you('See on the server whether its sender filter blocks empty senders.', { run: powershell.blankSenders }),
      you('Let the server accept MAIL FROM:<>.', { run: powershell.allowBlankSenders }),
    ],
    partnerSteps: [tellPartner, partner('Accept MAIL FROM:<> on your mail server.')],
    worked: 'Diagnose again with a recipient: the server accepts MAIL FROM:<>. The next bounce is then delivered.',
    otherwise: 'Ordinary mail flows, but non-delivery reports and automatic replies to its users are lost.',
    avoid: ['Do not filter the empty sender as such: judge such mail by its content instead.'],
    ask: 'Please accept MAIL FROM:<> on your mail server: non-delivery reports and automatic replies carry no sender, and your users do not get them.',
  },
  'starttls-injection': {
    title: 'Text slips in between STARTTLS and encryption',
    means:
      'After its answer to STARTTLS, the server or a device on the way sends more in clear text, which a careless sender takes for encrypted. Mail flows, but it can be tampered with.',
    causes: ['An old mail server or gateway with a known flaw', 'A device on the way adds text of its own'],
    steps: [you('Update the mail server or gateway.'), network('Look for a device on the way that changes SMTP.')],
    partnerSteps: [tellPartner, partner('Update your mail server or gateway.')],
    worked: 'Diagnose again: nothing comes between the answer to STARTTLS and the encryption.',
    otherwise: 'Mail flows and nothing bounces, but somebody on the way could slip something into the session.',
    avoid: ['Do not switch off STARTTLS because of this: all mail would then travel in clear text.'],
    ask: 'Please update your mail server or gateway, and look for devices that change SMTP: clear text follows the answer to STARTTLS.',
  },
  greylisted: {
    title: 'The destination server asks to come back later',
    means: 'It puts off mail from senders it does not know yet (greylisting). A later try passes.',
    causes: ['Greylisting is switched on, and Exchange Online’s many addresses look new each time'],
    steps: [
      you('See in the message trace how long mail waits; a later try passes by itself.', {
        at: 'message-trace',
        run: exchangePowershell.whyPending,
      }),
      you('Exempt Exchange Online’s address ranges from greylisting if the delay is a problem.'),
    ],
    partnerSteps: [tellPartner, partner('Exempt Exchange Online’s address ranges from greylisting.')],
    worked: 'New messages are delivered at the first try, without an entry about a deferral in the message trace.',
    otherwise: 'Nothing is lost: each message passes at a later try, only late.',
    avoid: [doNotSendAgain, 'Do not switch greylisting off for everybody: it keeps spam away.'],
    ask: 'Please exempt the address ranges of Exchange Online from greylisting: its many addresses look new each time, and mail to you is late.',
  },
} satisfies Family
