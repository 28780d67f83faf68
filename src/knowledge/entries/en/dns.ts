import type { Family } from '../family.ts'
import { dnsHost, lookAfterAnHour, partner, sender, tellPartner, waitForRetry, you } from './steps.ts'

/** Finding the way: names and addresses. */
export const dns = {
  'dns-query-failed': {
    title: 'The DNS query for the destination failed',
    means:
      'Exchange Online could not find out at which address the smart host or the recipient’s domain takes mail. Nothing was connected to; the mail waits.',
    causes: [
      'The name servers of the domain are down or answer with errors',
      'The domain has expired, so its records are gone',
      'The MX record was changed recently and old data is still cached',
      'The smart host name in the connector has a typing mistake',
    ],
    steps: [
      you('Compare the smart host in the connector, letter by letter, with the name that exists in DNS.'),
      dnsHost('Make every name server of the domain answer with the same MX, A and AAAA records.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Have the DNS hosting provider of your domain repair its name servers or records.')],
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
      you('Check which name the connector uses as smart host, and ask public DNS for its MX, A and AAAA records.'),
      dnsHost('Add the missing record to the public zone: an A or AAAA record for the server, or an MX record for the domain.'),
      you('If the server has another public name, replace the smart host in the connector.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publish an MX record for your domain, or an address record for the host it names.')],
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
      dnsHost('Check that every name server in the delegation answers for the zone, over UDP and TCP port 53.'),
      dnsHost('If the zone is signed, check its DNSSEC signatures and the DS record at the parent.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Ask the DNS hosting provider of your domain to repair its name servers.')],
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
      you('Compare the smart host in the connector with the server’s public name, and correct it.'),
      sender('If the error names a recipient’s domain, check the address and send again.'),
      dnsHost('If the name should exist, restore it in the public zone.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Restore the name in your public zone, or say which name takes its place.')],
  },
  'dns-domain-expired': {
    title: 'The destination domain has expired or is on hold',
    means:
      'The registration has run out or was suspended, and the domain is out of service. Its mail cannot be delivered until that is settled.',
    causes: ['The registration was not renewed in time', 'The registrar suspended the domain'],
    steps: [
      you('If the domain is yours, renew it with the registrar today; the redemption period ends without further notice.'),
      dnsHost('Once renewed, check that the delegation points to your name servers again.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Renew the registration of your domain.')],
  },
  'null-mx': {
    title: 'The domain says that it takes no mail',
    means: 'Its only MX record is a null MX, a deliberate statement that no mail is accepted there. Retrying cannot help.',
    causes: ['The domain is not used for mail, and the address is wrong', 'The null MX was published by mistake'],
    steps: [
      sender('Check the recipient’s address: another domain of the same organization probably takes the mail.'),
      dnsHost('If the domain should take mail, replace the null MX with the MX record of its server.'),
    ],
  },
  'dns-cname-loop': {
    title: 'The aliases of the destination lead in a circle',
    means: 'The name is an alias of an alias that leads back to itself, so it never becomes an address.',
    causes: ['Two CNAME records point to each other', 'The chain of aliases is too long'],
    steps: [dnsHost('Replace the alias by an A or AAAA record, or let it point straight to the server’s name.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Correct the CNAME records of the name.')],
  },
  'mx-invalid': {
    title: 'The MX record does not name a usable host',
    means: 'An MX record must hold a host name that has an address of its own. This one holds an address, or a name that leads nowhere.',
    causes: [
      'An IP address was entered where a name must stand',
      'The named host has no A or AAAA record',
      'The named host is an alias without an address',
    ],
    steps: [dnsHost('Give the server a name with an A or AAAA record, and put that name into the MX record.'), waitForRetry],
    partnerSteps: [tellPartner, partner('Correct the MX record of your domain.')],
  },
  'dns-stale': {
    title: 'DNS still gives old data for the destination',
    means:
      'After a change, some name servers or caches still give what was before, so mail goes now to the old and now to the new address.',
    causes: [
      'A recent change whose old data lives on until its time to live ends',
      'A secondary name server that no longer copies the zone',
    ],
    steps: [
      dnsHost('Check that every name server holds the same serial number of the zone.'),
      you('Keep the old server running until the old time to live has passed.'),
      waitForRetry,
    ],
    partnerSteps: [tellPartner, partner('Bring all name servers of your zone to the same data.')],
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
      you('Ask a public DNS server for the name: Exchange Online goes by what that one says.'),
      you('Put the public name or address of the server, or of the gateway in front of it, into the connector.'),
      dnsHost('Correct the record in the public zone.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Publish the public address of your mail server.')],
  },
} satisfies Family
