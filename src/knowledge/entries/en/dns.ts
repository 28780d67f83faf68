import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  dnsHost,
  doNotFollowMx,
  doNotLoseSmartHosts,
  doNotRetireYet,
  lookAfterAnHour,
  partner,
  seenInTraceOrAfterAnHour,
  seenOnceDnsSpread,
  sender,
  tellPartner,
  waitForRetry,
  you,
} from './steps.ts'

/** Finding the way: names and addresses. */
export const dns = {
  'dns-query-failed': {
    title: 'The DNS query for the destination failed',
    means:
      'Exchange Online could not find out at which address the smart host or the recipient’s domain takes mail. No connection was made; the mail waits.',
    causes: [
      'The name servers of the domain are down or answer with errors',
      'The domain has expired, so its records are gone',
      'The MX record was changed recently and old data is still cached',
      'The smart host name in the connector has a typing mistake',
    ],
    steps: [
      you('Compare the smart host in the connector, letter by letter, with the name that exists in DNS.', {
        at: 'connectors',
        run: powershell.showConnector,
      }),
      you('Ask a public DNS server for the name. Exchange Online looks for an MX record first, then for A and AAAA.', {
        run: powershell.mx,
      }),
      dnsHost('Make every name server of the domain answer with the same MX, A and AAAA records.', { run: powershell.nameServers }),
      you('If the domain is yours, check with its registrar that it has not expired.', { at: 'domains' }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Have the DNS hosting provider of your domain repair its name servers or records.')],
    worked: seenOnceDnsSpread,
    otherwise: bouncesAfterADay,
    avoid: [doNotRetireYet, doNotFollowMx],
    ask: 'Please have the DNS hosting provider of your domain check its name servers and its MX, A and AAAA records. We get no usable answer for the name above.',
  },
  'dns-no-records': {
    title: 'The destination name has no MX and no address record',
    means: 'The name exists in DNS, but nothing under it says where mail goes. Exchange Online keeps the mail and asks again.',
    causes: [
      'The smart host in the connector is the wrong name, often the domain instead of the server',
      'The MX or A record was deleted or never made',
      'The record exists only in the internal DNS, not in the public one',
    ],
    steps: [
      you('Check which name the connector uses as smart host.', { at: 'connectors', run: powershell.showConnector }),
      you('Ask a public DNS server for that name: your internal one may hold records that nobody else sees.', {
        run: powershell.addresses,
      }),
      dnsHost('Add the missing record to the public zone: an A or AAAA record for the server, or an MX record for the domain.'),
      you('If the server has another public name, replace the smart host in the connector.', {
        at: 'connectors',
        run: powershell.setSmartHost,
      }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publish an MX record for your domain, or an address record for the host it names.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotLoseSmartHosts, doNotFollowMx],
    ask: 'Please publish an MX record for your domain, or an address record for the host it names. If your mail server has another public name, please tell us.',
  },
  'dns-servers-failing': {
    title: 'Name servers of the destination give no usable answer',
    means:
      'The servers that hold the zone, all or some of them, are silent or report a failure of their own. This says nothing about the records themselves.',
    causes: [
      'The name servers of the domain are down or overloaded',
      'The delegation points to servers that do not hold the zone',
      'A broken DNSSEC signature makes validating resolvers refuse the answer',
      'A firewall in front of the name servers drops the queries',
    ],
    steps: [
      dnsHost('Check that every name server in the delegation answers for the zone, over UDP and TCP port 53.', { run: powershell.serial }),
      dnsHost('Load the zone on every server named there, or take the server out of the delegation.', { run: powershell.nameServers }),
      dnsHost('If the zone is signed, check its DNSSEC signatures and the DS record at the parent.', { run: powershell.parentKeys }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Ask the DNS hosting provider of your domain to repair its name servers.')],
    worked: seenOnceDnsSpread,
    otherwise:
      'While only some name servers fail, mail is late now and then; when all fail, it bounces after 24 hours (older texts say 48).',
    avoid: [
      'Do not take the signatures out of a zone whose DS record still stands at the parent: then every validating resolver refuses it.',
      doNotRetireYet,
    ],
    ask: 'Please ask the DNS hosting provider of your domain to make each of its name servers answer for the zone. If the zone is signed, its DNSSEC signatures need a look too.',
  },
  'dns-domain-missing': {
    title: 'The destination domain does not exist',
    means:
      'DNS says with certainty that there is no such name (NXDOMAIN). For a recipient’s domain the mail bounces at once; for a smart host it waits.',
    causes: [
      'The recipient’s address or the smart host has a typing mistake',
      'The domain has expired or was given up',
      'The server was renamed or removed and its record deleted',
      'The name exists only in the internal DNS',
    ],
    steps: [
      you('Compare the smart host in the connector with the server’s public name.', { at: 'connectors', run: powershell.showConnector }),
      you('If it is wrong, correct it.', { at: 'connectors', run: powershell.setSmartHost }),
      sender('If the error names a recipient’s domain, check the address and send again.'),
      dnsHost('If the name should exist, restore it in the public zone.', { run: powershell.addresses }),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Restore the name in your public zone, or say which name takes its place.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: 'Mail to a domain that does not exist bounces at once; mail for a smart host bounces after 24 hours (older texts say 48).',
    avoid: [doNotLoseSmartHosts, doNotFollowMx],
    ask: 'Please restore the name above in your public DNS zone, or tell us which name takes its place.',
  },
  'dns-domain-expired': {
    title: 'The destination domain has expired or is on hold',
    means:
      'The registration has run out or was suspended, and the domain is out of service or soon will be. Its mail cannot be relied on until that is settled.',
    causes: [
      'The registration was not renewed in time',
      'The registrar suspended the domain, for example over an unpaid bill or unconfirmed contact data',
      'The registry put it on hold',
    ],
    steps: [
      you('If the domain is yours, renew it with the registrar today. The redemption period ends without further notice.', {
        at: 'domains',
      }),
      you('If the registry shows it as on hold, ask the registrar for the reason: paying alone may not end that.'),
      dnsHost('Afterwards, check that the delegation points to your name servers again.', { run: powershell.nameServers }),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Renew the registration of your domain, or have the hold lifted.')],
    worked: seenOnceDnsSpread,
    otherwise:
      'Mail bounces after 24 hours (older texts say 48), at once when the name is gone, and in the end anybody may register the domain.',
    avoid: [
      'Do not send anything confidential there before its owner is confirmed: an expired domain can fall into other hands.',
      doNotFollowMx,
    ],
    ask: 'Please renew the registration of your domain, or have its hold lifted by the registrar. Then please check that its delegation leads to your name servers again.',
  },
  'null-mx': {
    title: 'The domain says that it takes no mail',
    means: 'Its only MX record is a null MX, a deliberate statement that no mail is accepted there. Retrying cannot help.',
    causes: [
      'The domain is not used for mail, and the address is wrong',
      'The connector names such a domain as its smart host',
      'The null MX was published by mistake',
    ],
    steps: [
      sender('Check the recipient’s address: another domain of the same organization probably takes the mail.'),
      you('If the smart host is that domain, find out the name of the server that takes the mail.', {
        at: 'connectors',
        run: powershell.showConnector,
      }),
      dnsHost('If the domain should take mail, replace the null MX with the MX record of its server.', { run: powershell.mx }),
    ],
    partnerSteps: [
      you('Ask the partner which of their domains takes mail.'),
      partner('Remove the null MX if it was published by mistake, or name the domain that takes mail.'),
    ],
    worked:
      'Mail to the right address is delivered at once. Where the null MX was replaced, mail passes as soon as old DNS answers have run out.',
    otherwise: 'Every message to the domain bounces to its sender at once; nothing waits for a repair.',
    avoid: ['Do not get around the null MX with a connector: its owner says that nobody there takes the mail.'],
    ask: 'Your domain publishes a null MX, so it takes no mail. Please remove that record if it is a mistake, or tell us which of your domains takes mail.',
  },
  'dns-cname-loop': {
    title: 'The aliases of the destination lead in a circle or are too many',
    means:
      'The name is an alias of an alias, and the chain leads back to itself or on through more links than senders follow. So they find no address.',
    causes: ['Two CNAME records point to each other', 'The chain of aliases is too long'],
    steps: [
      dnsHost('Follow the aliases one by one to where they turn back.', { run: powershell.aliases }),
      dnsHost('Replace the alias with an A or AAAA record, or let it point straight to the server’s name.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Correct the CNAME records of the name.')],
    worked: seenOnceDnsSpread,
    otherwise: bouncesAfterADay,
    avoid: ['Do not mend it with one more alias: each link makes the chain longer and slower.'],
    ask: 'Please correct the CNAME records of the name above: they lead in a circle or through more links than senders follow.',
  },
  'mx-invalid': {
    title: 'The MX record does not name a usable host',
    means:
      'An MX record must hold a host name that has an address of its own. This one holds an address, an alias, or a name that leads nowhere.',
    causes: [
      'An IP address was entered where a name must stand',
      'The named host has no A or AAAA record',
      'The named host is an alias',
      'The record of a server that is gone was left behind',
    ],
    steps: [
      dnsHost('Look at the MX records and at the addresses of each host they name.', { run: powershell.mx }),
      dnsHost('Give the server a name with an A or AAAA record, and put that name into the MX record.'),
      dnsHost('Delete MX records whose host is gone.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Correct the MX record of your domain.')],
    worked: seenOnceDnsSpread,
    otherwise: 'While another MX record works, mail goes there; where none does, it bounces after 24 hours (older texts say 48).',
    avoid: [
      'Do not enter an IP address in an MX record: senders look it up as a name and find nothing.',
      'Do not name an alias in an MX record: senders need not follow it.',
    ],
    ask: 'Please correct the MX record of your domain: it must name a host that has an A or AAAA record of its own.',
  },
  'dns-stale': {
    title: 'DNS still gives old data for the destination',
    means: 'After a change, some name servers or caches still give the old data, so mail goes now to the old address, now to the new.',
    causes: [
      'A recent change whose old data lives on until its time to live ends',
      'A secondary name server that no longer copies the zone',
    ],
    steps: [
      dnsHost('Compare the serial number of the zone on every name server, and bring those that lag behind up to date.', {
        run: powershell.serial,
      }),
      you('Where only a cache is old, wait: the evidence says for how many seconds more it keeps the answer.', {
        run: powershell.addresses,
      }),
      you('Keep the old server running until the old time to live has passed.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Bring all name servers of your zone to the same data.')],
    worked: seenOnceDnsSpread,
    otherwise:
      'A cached answer ends by itself; a name server with old data goes on, and stray mail bounces after 24 hours (older texts say 48).',
    avoid: [
      'Do not switch the old server off yet: mail that is still led there would wait.',
      'Do not change the record again in the meantime: that starts the wait anew.',
    ],
    ask: 'Please bring all name servers of your zone to the same data. Please keep the old mail server running until the old answers have run out.',
  },
  'address-not-public': {
    title: 'The destination leads to an address that is not public',
    means:
      'The name or the smart host resolves to a private or otherwise reserved address. Exchange Online sends over the internet and cannot reach it.',
    causes: [
      'The connector holds the server’s internal address',
      'The public zone was filled with internal records (split DNS mixed up)',
      'A placeholder record was left behind',
      'The bot asks a DNS server inside the company, which gives internal addresses',
    ],
    steps: [
      you('Ask a public DNS server for the name: Exchange Online goes by what that one says.', { run: powershell.addresses }),
      you('Look at what the connector holds.', { at: 'connectors', run: powershell.showConnector }),
      you('Put the public name or address of the server, or of the gateway in front of it, into the connector.', {
        at: 'connectors',
        run: powershell.setSmartHost,
      }),
      dnsHost('Correct the record in the public zone.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publish the public address of your mail server.')],
    worked: seenInTraceOrAfterAnHour,
    otherwise: bouncesAfterADay,
    avoid: [doNotLoseSmartHosts, doNotFollowMx],
    ask: 'Please publish the public address of your mail server: the name above leads to an address that cannot be reached over the internet.',
  },
} satisfies Family
