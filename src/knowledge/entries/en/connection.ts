import type { Family } from '../family.ts'
import { lookAfterAnHour, microsoft, network, partner, tellPartner, waitForRetry, you } from './steps.ts'

/** Reaching the server, and keeping the connection. */
export const connection = {
  'connection-timed-out': {
    title: 'The destination server does not answer',
    means:
      'Exchange Online gets no answer: no connection comes about, or the server takes it and then says nothing. The server is off or hangs, the address is wrong, or a filter drops the packets in silence.',
    causes: [
      'The server or its internet line is down',
      'The connector holds an old address, for example after a change of provider',
      'A firewall drops connections from Exchange Online’s address ranges',
      'The server takes the connection, but its mail service hangs or is overloaded',
    ],
    steps: [
      you('Check that the smart host in the connector is still the server’s public name or address.'),
      network('Check that the server is up and that TCP port 25 is let in from all current address ranges of Exchange Online.'),
      you('If the address has changed, replace the smart host.'),
      you('If the server takes the connection and then falls silent, look at its mail service: load, DNS lookups and event log.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Check your server, its address and that the firewall lets in Exchange Online on TCP port 25.')],
  },
  'connection-refused': {
    title: 'The destination server refuses the connection',
    means:
      'Something at the address answers at once and rejects TCP port 25. After a complete migration this is by design: the connector still leads to a server that no longer takes mail.',
    causes: [
      'All mailboxes have moved to Exchange Online and the old server was switched off, but the connector stayed',
      'A firewall rejects connections from Exchange Online’s address ranges',
      'The mail service on the server is stopped or listens elsewhere',
    ],
    steps: [
      you(
        'If nothing is on-premises any more, retire the on-premises route: make the domain Authoritative, then turn off the connector. As long as it stays, mail to invalid recipients counts against your quota of invalid recipients and can slow down valid mail.',
      ),
      network('If mailboxes are still on-premises, let in TCP port 25 from all current address ranges of Exchange Online.'),
      you('Check that the mail service on the server is running and listens on port 25.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Start your mail service, and let in Exchange Online on TCP port 25.')],
  },
  'connection-unreachable': {
    title: 'There is no way to the destination address',
    means: 'A router on the way reports that the address or its network cannot be reached.',
    causes: ['The network’s line or routing is down', 'The address is no longer in use', 'A firewall answers with “prohibited”'],
    steps: [
      network('Check the line, the routing and the firewall in front of the address.'),
      you('If the address has changed, replace the smart host in the connector.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Check the line and the routing to your mail server.')],
  },
  'connection-dropped': {
    title: 'The connection was closed in mid-session',
    means: 'The server accepted the connection and then broke it off before the mail was through. Exchange Online tries again later.',
    causes: [
      'A firewall inspects SMTP packets and interrupts what it does not understand',
      'The mail server hangs, crashes or is short of memory or disk',
      'The network between both sides loses packets or cuts long connections',
    ],
    steps: [
      network('Switch off SMTP inspection (fixup, application layer gateway) on every firewall in front of the server.'),
      you('Look at the server’s event log, services, memory and disk at the time of the error.'),
      network('Check the line for packet loss and short idle timeouts.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Check SMTP inspection on your firewall and the health of your mail server at that time.')],
  },
  'one-of-many-down': {
    title: 'Some of the destination’s addresses fail, others work',
    means: 'Mail gets through over the addresses that work, later than usual. It stops when they fail too.',
    causes: [
      'One of several servers is down or set up differently',
      'A firewall rule misses one of the addresses',
      'An old address is still in DNS',
    ],
    steps: [
      you('Repair the address that fails, or take it out of DNS or of the connector’s smart hosts.'),
      network('Give every address the same firewall rules.'),
    ],
    partnerSteps: [tellPartner, partner('Repair the address that fails, or take it out of DNS.')],
  },
  'ipv6-broken': {
    title: 'The destination works over IPv4, but not over IPv6',
    means: 'Its IPv6 address is published but does not take mail. Mail is delayed whenever IPv6 is tried first.',
    causes: ['The firewall lets in port 25 for IPv4 only', 'The mail service does not listen on IPv6', 'An AAAA record was left behind'],
    steps: [
      network('Let in TCP port 25 on IPv6 as well, and let the mail service listen there.'),
      you('Or remove the AAAA record of the host.'),
    ],
    partnerSteps: [tellPartner, partner('Open IPv6 on port 25, or remove the AAAA record.')],
  },
  'hosts-disagree': {
    title: 'The destination’s servers do not behave alike',
    means: 'They present different certificates or capabilities, so the same mail passes or fails depending on which one answers.',
    causes: ['A certificate was renewed on one server only', 'A load balancer mixes old and new machines'],
    steps: [you('Give every server the same certificate and the same TLS settings.')],
    partnerSteps: [tellPartner, partner('Give all your servers the same certificate and TLS settings.')],
  },
  'slow-server': {
    title: 'The destination server answers very slowly',
    means: 'Each reply takes long. Mail still flows, but connections pile up and may be cut.',
    causes: ['The server is overloaded', 'It waits for a reverse DNS lookup of each caller', 'Anti-spam delays are set too high'],
    steps: [you('Check the server’s load, its DNS resolver and its greeting delay.')],
    partnerSteps: [tellPartner, partner('Check the load and the DNS lookups of your mail server.')],
  },
  tarpit: {
    title: 'The destination server delays its replies on purpose',
    means: 'It slows callers down to discourage spam. Mail flows, only later.',
    causes: ['Tarpitting is switched on for Exchange Online’s addresses'],
    steps: [you('Exempt Exchange Online’s address ranges from tarpitting.')],
    partnerSteps: [tellPartner, partner('Exempt Exchange Online’s address ranges from tarpitting.')],
  },
  'outside-port-25-blocked': {
    title: 'This bot cannot test the destination from where it runs',
    means:
      'A target known to work fails from here too, no route leads to the address, or the bot’s own DNS server gives no answers: nothing can be said about the destination. Mail flow itself may be fine.',
    causes: [
      'The network or cloud that hosts the bot blocks outgoing TCP port 25',
      'The machine has no IPv6, and the destination has no other address',
      'The DNS server that the bot asks is down, or refuses it',
    ],
    steps: [
      network('Allow the machine that runs the bot to connect to TCP port 25 on the internet, and give it a DNS server that answers.'),
      you('Until then, rely on the message trace: what Exchange Online reports there counts more than a test from outside.'),
    ],
  },
  'service-incident': {
    title: 'Microsoft reports an incident with Exchange Online',
    means: 'An open incident about mail flow is listed in service health. Your own settings are probably not the cause.',
    causes: ['A fault in Microsoft’s service'],
    steps: [
      microsoft('Repairs the service; its progress is in the Microsoft 365 admin center under service health.'),
      you('Change nothing meanwhile. Mail is retried for 24 hours.'),
    ],
  },
} satisfies Family
