import { exchangePowershell } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  dnsHost,
  doNotJudgeByOne,
  doNotLoseSmartHosts,
  doNotOpenToAll,
  doNotRetireYet,
  doNotSendAgain,
  doNotWeakenTls,
  lookAfterAnHour,
  microsoft,
  network,
  partner,
  seenInTrace,
  seenInTraceOrAfterAnHour,
  tellPartner,
  validateConnector,
  waitForRetry,
  you,
} from './steps.ts'

/** Reaching the server, and keeping the connection. */
export const connection = {
  'connection-timed-out': {
    title: 'The destination server does not answer',
    means:
      'Exchange Online gets no answer: no connection comes about, or the server takes it and then says nothing. The server is off or hangs, the address is wrong, or a filter drops the packets in silence.',
    causes: [
      'The server or its internet line is down',
      'The internet provider was changed, and the connector still holds the server’s old address',
      'A firewall drops connections from Exchange Online’s address ranges',
      'The server takes the connection, but its mail service hangs or is overloaded',
    ],
    steps: [
      you('Check that the smart host is still the server’s public name or address. A new internet provider means new addresses.', {
        at: 'connectors',
        run: powershell.showConnector,
      }),
      network('Check from outside that the server is up, and let in TCP port 25 from all current address ranges of Exchange Online.', {
        run: powershell.port25,
      }),
      you('If the address has changed, replace the smart host.', { at: 'connectors', run: powershell.setSmartHost }),
      you('If the server takes the connection and then falls silent, look at its mail service: load, DNS lookups and event log.'),
      validateConnector,
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Check your server, its address and that the firewall lets in Exchange Online on TCP port 25.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotOpenToAll, doNotLoseSmartHosts],
    ask: 'Please check that your mail server is up and that your firewall lets in Exchange Online on TCP port 25. If you changed your internet provider, please tell us the server’s new address.',
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
        'Find out whether anything behind the connector still takes mail: list the recipients of the domain whose mailbox is elsewhere.',
        {
          run: exchangePowershell.mailUsersOf,
        },
      ),
      you('See whether the connector also carries other mail: all outbound mail, further domains, or what mail flow rules send to it.', {
        at: 'connectors',
        run: powershell.showReach,
      }),
      you(
        'If nothing is on-premises any more, retire the on-premises route. First make the domain Authoritative: mail to unknown addresses is then rejected at once. Until then such mail counts against your quota of invalid recipients, and exceeding that can hold up valid mail.',
        { at: 'accepted-domains', run: exchangePowershell.makeAuthoritative },
      ),
      you('Then turn off the connector, unless it carries other mail.', { at: 'connectors', run: powershell.turnOffConnector }),
      network('If mailboxes are still on-premises, let in TCP port 25 from all current address ranges of Exchange Online.', {
        run: powershell.port25,
      }),
      you('Check on the server that the mail service is running and listens on port 25.', { run: powershell.transportServices }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Start your mail service, and let in Exchange Online on TCP port 25.')],
    worked:
      'With the route retired, nothing new waits after 30 to 60 minutes, and unknown addresses are rejected at once. Where the server takes mail again, messages change from Pending to Delivered in the message trace at the next retry.',
    otherwise: 'Mail waits and bounces after 24 hours (older texts say 48), and uses up your quota of invalid recipients.',
    avoid: [
      'Do not press “Fix now” in the alert or make the domain Authoritative while mailboxes are on-premises: mail that would only wait is then refused.',
      'Do not delete the connector at once: turned off, it can be turned on again.',
      'Do not turn off a connector that carries all outbound mail or serves mail flow rules.',
      doNotOpenToAll,
    ],
    ask: 'Please start your mail service, and let in all address ranges of Exchange Online on TCP port 25: your server refuses the connection.',
  },
  'connection-unreachable': {
    title: 'There is no way to the destination address',
    means: 'A router on the way reports that the address or its network cannot be reached.',
    causes: ['The network’s line or routing is down', 'The address is no longer in use', 'A firewall answers with “prohibited”'],
    steps: [
      network('Check the line, the routing and the firewall in front of the address.', { run: powershell.port25 }),
      you('Check that the connector still holds the server’s present address.', { at: 'connectors', run: powershell.showConnector }),
      you('If the address has changed, replace the smart host in the connector.', { at: 'connectors', run: powershell.setSmartHost }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Check the line and the routing to your mail server.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotLoseSmartHosts],
    ask: 'Please check the line, the routing and the firewall in front of your mail server: routers report that its address cannot be reached.',
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
      you('Look at the server’s event log, services, memory and disk at the time of the error.', { run: powershell.transportServices }),
      network('Check the line for packet loss and short idle timeouts.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Check SMTP inspection on your firewall and the health of your mail server at that time.')],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotJudgeByOne],
    ask: 'Please check whether a firewall of yours inspects SMTP: the session was cut off. Please also check the health of your mail server at the time above.',
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
      you('See in the message trace, after “LastAttemptedIP=”, whether Exchange Online fails at the same address.', {
        at: 'message-trace',
        run: exchangePowershell.whyPending,
      }),
      network('Give every address the same firewall rules.', { run: powershell.port25 }),
      you('Repair the server at the address that fails. Until then, name only the others as smart hosts, or take its record out of DNS.', {
        at: 'connectors',
        run: powershell.keepSmartHosts,
      }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Repair the address that fails, or take it out of DNS.')],
    worked: 'Diagnose again: every address that is left answers. After 30 to 60 minutes new mail no longer waits as Pending.',
    otherwise:
      'Mail is late now and then; once the other addresses fail as well, it waits and bounces after 24 hours (older texts say 48).',
    avoid: [doNotJudgeByOne, doNotLoseSmartHosts],
    ask: 'Please repair the address above, or take it out of DNS: it does not answer, while your other addresses do.',
  },
  'ipv6-broken': {
    title: 'The destination works over IPv4, but not over IPv6',
    means: 'Its IPv6 address is published but does not take mail. Mail is delayed whenever IPv6 is tried first.',
    causes: ['The firewall lets in port 25 for IPv4 only', 'The mail service does not listen on IPv6', 'An AAAA record was left behind'],
    steps: [
      network('Let in TCP port 25 on IPv6 as well, and let the mail service listen there.'),
      dnsHost('Or remove the AAAA record of the host.', { run: powershell.ipv6Addresses }),
    ],
    partnerSteps: [tellPartner, partner('Open IPv6 on port 25, or remove the AAAA record.')],
    worked: 'Diagnose again: the IPv6 address answers, or is gone. A removed AAAA record is forgotten when its time to live ends.',
    otherwise: 'Nothing bounces as long as IPv4 works, but mail that tries IPv6 first arrives late.',
    avoid: ['Do not switch off IPv6 in Windows itself, which Microsoft advises against: remove the AAAA record instead.'],
    ask: 'Please let in TCP port 25 on the IPv6 address of your mail server, or remove its AAAA record: only IPv4 works.',
  },
  'hosts-disagree': {
    title: 'The destination’s servers do not behave alike',
    means: 'They present different certificates or capabilities, so the same mail passes or fails depending on which one answers.',
    causes: ['A certificate was renewed on one server only', 'A load balancer mixes old and new machines'],
    steps: [
      you('See in the evidence which address shows which certificate, and which one does not offer STARTTLS.'),
      you('Look on each server at the certificate that SMTP uses.', { run: powershell.privateKeys }),
      you('Give every server the same certificate and the same TLS settings, then restart the transport service.', {
        run: exchangePowershell.assignToSmtp,
      }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Give all your servers the same certificate and TLS settings.')],
    worked: 'Diagnose again: every address shows the same. Errors that came and went no longer appear in the message trace.',
    otherwise: 'Mail that meets the wrong server waits, and bounces after 24 hours (older texts say 48).',
    avoid: [doNotJudgeByOne, doNotWeakenTls],
    ask: 'Please give all your mail servers the same certificate and the same TLS settings: at present they differ from address to address.',
  },
  'slow-server': {
    title: 'The destination server answers very slowly',
    means: 'Each reply takes long. Mail still flows, but connections pile up and may be cut.',
    causes: ['The server is overloaded', 'It waits for a reverse DNS lookup at each connection', 'Anti-spam delays are set too high'],
    steps: [
      you('See in the evidence which reply is late: a late greeting often means DNS lookups, a late answer afterwards means load.'),
      you('Check the server’s DNS resolver and its greeting delay, then its processor, memory and disk.'),
    ],
    partnerSteps: [tellPartner, partner('Check the load and the DNS lookups of your mail server.')],
    worked: 'Diagnose again: every reply comes in less than 2 seconds.',
    otherwise: 'Mail still flows; if the replies get slower still, connections are cut and mail starts to wait.',
    avoid: [],
    ask: 'Please check the load and the DNS lookups of your mail server: it takes several seconds to reply.',
  },
  tarpit: {
    title: 'The destination server delays its replies on purpose',
    means: 'It slows down whoever connects, to discourage spam. Mail flows, only later.',
    causes: [
      'Tarpitting is switched on for Exchange Online’s addresses',
      'Only strangers such as this bot are slowed down, and Exchange Online is not',
    ],
    steps: [
      you('See in the message trace whether mail over this route really takes long.', { at: 'message-trace', run: powershell.pending }),
      you('If it does, exempt Exchange Online’s address ranges from tarpitting.'),
    ],
    partnerSteps: [tellPartner, partner('Exempt Exchange Online’s address ranges from tarpitting.')],
    worked: 'New messages go through without waiting as Pending. The bot itself may still be slowed down.',
    otherwise: 'Nothing bounces: mail arrives later, and only a connection that is cut off makes it wait.',
    avoid: ['Do not switch the delay off for everybody: it keeps spam away.'],
    ask: 'Please exempt the address ranges of Exchange Online from delayed replies (tarpitting) on your mail server.',
  },
  'outside-port-25-blocked': {
    title: 'This bot cannot test the destination from where it runs',
    means:
      'From here a target known to work fails too, no route leads to the address, or the bot’s own DNS server gives no answers. So nothing can be said about the destination, and mail flow may be fine.',
    causes: [
      'The network or cloud that hosts the bot blocks outgoing TCP port 25',
      'The machine has no IPv6, and the destination has no other address',
      'The DNS server that the bot asks is down, or refuses it',
    ],
    steps: [
      network('Allow the machine that runs the bot to connect to TCP port 25 on the internet, and give it a DNS server that answers.', {
        run: powershell.port25,
      }),
      you('Until then, rely on the message trace: what Exchange Online reports there counts more than a test from outside.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
    ],
    worked: 'Diagnose again: the target known to work answers, and there is a verdict on the destination.',
    otherwise: 'Mail flow does not depend on it; only the view from outside is missing.',
    avoid: ['Do not change anything at the connector or the destination because of this: nothing was learnt about them.'],
  },
  'service-incident': {
    title: 'Microsoft reports an incident with Exchange Online',
    means: 'An open incident about mail flow is listed in service health. Your own settings are probably not the cause.',
    causes: ['A fault in Microsoft’s service'],
    steps: [
      microsoft('Repairs the service; its progress is in the Microsoft 365 admin center under service health.', { at: 'service-health' }),
      you('Change nothing meanwhile. Mail is retried for 24 hours.', { at: 'message-trace', run: powershell.pending }),
    ],
    worked: 'Once Microsoft has closed the incident, waiting messages change from Pending to Delivered in the message trace.',
    otherwise: 'There is nothing to do; only mail that waits longer than 24 hours bounces (older texts say 48).',
    avoid: ['Do not change connectors or domains during the incident: what helped could not be told afterwards.', doNotSendAgain],
  },
} satisfies Family
