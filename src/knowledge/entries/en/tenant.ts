import type { Family } from '../family.ts'
import { lookAfterAnHour, microsoft, partner, sender, tellPartner, you } from './steps.ts'

/** Settings of the tenant, recipients, limits, and the answers that say little. */
export const tenant = {
  'message-expired': {
    title: 'The message waited until it expired',
    means:
      'Every try failed and the time was up: 24 hours by default (older texts say 48). The cause is in the temporary error before this one, not here.',
    causes: ['The destination could not be reached, or put the mail off each time'],
    steps: [
      you('Look in the message trace for the last temporary error (4xx) of this message, and explain that one.'),
      you('Repair its cause first.'),
      sender('Then send the message again: it is not retried any more.'),
    ],
  },
  'mail-loop': {
    title: 'The message goes round in a circle',
    means: 'Servers hand it to each other until the limit of hops is reached; then it bounces.',
    causes: [
      'The domain is Internal Relay, but no enabled connector takes its unknown recipients, so mail comes back by MX',
      'The connector to the on-premises server follows MX, which leads back to Exchange Online',
      'The on-premises server sends mail for unknown recipients back to Exchange Online',
    ],
    steps: [
      you('If every recipient is in Exchange Online, make the domain Authoritative.'),
      you('If some are on-premises, turn on a connector for the domain that uses a smart host, not MX.'),
      lookAfterAnHour,
    ],
    partnerSteps: [
      you('Check that the connector does not follow an MX record that leads back to Exchange Online.'),
      partner('Check that your servers do not return mail for your domain to the sender’s service.'),
    ],
  },
  'recipient-unknown': {
    title: 'The recipient does not exist at the destination',
    means:
      'The server that is responsible for the domain does not know the address. In an Authoritative domain Exchange Online rejects unknown addresses at the edge.',
    causes: [
      'The address has a typing mistake, or the person has left',
      'The recipient is on-premises and missing in the tenant, while the domain is Authoritative',
      'Directory synchronization has not brought the recipient over yet',
    ],
    steps: [
      sender('Check the address, and choose it anew instead of from the suggestions.'),
      you('If the recipient exists on-premises, add it as a mail user, or make the domain Internal Relay until all have moved.'),
      lookAfterAnHour,
    ],
    partnerSteps: [
      sender('Check the address, and choose it anew instead of from the suggestions.'),
      partner('Check whether the recipient exists.'),
    ],
  },
  'relay-denied': {
    title: 'The destination refuses to relay this mail',
    means: 'The server does not see itself as responsible for the recipient’s domain, or does not recognise the caller as entitled.',
    causes: [
      'The domain is not an accepted domain of the server',
      'No inbound connector recognises the on-premises server: its certificate or address has changed',
      'The MX or the smart host leads to the wrong server',
    ],
    steps: [
      you('Check that the domain is an accepted domain where the mail was refused.'),
      you('Compare the certificate name or address in the inbound connector with what the on-premises server uses now.'),
      lookAfterAnHour,
    ],
    partnerSteps: [tellPartner, partner('Accept the domain on your server, and allow Exchange Online to deliver to it.')],
  },
  'inbound-connector-restricts': {
    title: 'A partner connector of the receiving tenant only takes mail from set sources',
    means: 'The mail came from an address or with a certificate that the inbound connector does not allow.',
    causes: ['The sending gateway has a new address', 'It uses another certificate than agreed'],
    steps: [you('Correct the allowed address or certificate name in the inbound connector.'), lookAfterAnHour],
  },
  'tenant-blocked': {
    title: 'The tenant may not send to the outside for now',
    means: 'Exchange Online has stopped outgoing mail of the whole organization, mostly because of spam sent through it.',
    causes: ['Accounts or connectors of the tenant were misused', 'Mail from domains that are not registered in the tenant'],
    steps: [
      you('Secure the misused accounts and connectors, and register all sending domains.'),
      microsoft('Lifts the block on request, through support.'),
    ],
  },
  'sender-blocked': {
    title: 'The sender’s account is blocked from sending',
    means: 'The account sent suspicious mail and was restricted.',
    causes: ['The account was taken over', 'It sent far more mail than usual'],
    steps: [you('Reset the password, check rules and sign-ins, then release the user on the page of restricted entities.')],
  },
  'connector-blocked': {
    title: 'Microsoft has blocked the connector',
    means: 'Spam came through an inbound connector, so it was restricted.',
    causes: ['The server behind the connector was taken over or relays for strangers'],
    steps: [you('Clean up the server, then release the connector on the page of restricted entities.')],
  },
  'sending-limit-exceeded': {
    title: 'A limit on external recipients is used up',
    means: 'The tenant or the account has reached its number of external recipients for the day.',
    causes: ['Bulk mail is sent through Exchange Online'],
    steps: [sender('Wait until the limit resets, and send less.'), you('Send bulk mail through a service made for it.')],
  },
  'authentication-required': {
    title: 'The device or program did not sign in',
    means: 'Mail was handed in anonymously where signing in is needed.',
    causes: ['A printer or program sends without a user name', 'Its password has changed'],
    steps: [you('Set up sign-in on the device, or send through a connector.')],
  },
  'attribution-pending': {
    title: 'Exchange Online cannot yet tell which tenant the mail belongs to',
    means: 'This passes by itself soon after a domain was added or moved.',
    causes: ['The domain was added to the tenant or moved recently'],
    steps: [you('Wait; if it lasts longer than a day, open a case with Microsoft.')],
  },
  'mailbox-busy': {
    title: 'The recipient’s mailbox takes too much mail at once',
    means: 'Delivery to it is throttled and tried again. This is no connector fault.',
    causes: ['Very many messages to one mailbox'],
    steps: [you('Wait, and send less to this mailbox at once.')],
  },
  'mailbox-full': {
    title: 'The recipient’s mailbox is full',
    means: 'It has reached its quota and takes no more mail.',
    causes: ['The mailbox was not tidied up or archived'],
    steps: [you('Have the recipient free space, or raise the quota.'), sender('Send again afterwards.')],
    partnerSteps: [partner('Free space in the mailbox, or raise its quota.'), sender('Send again afterwards.')],
  },
  'too-many-recipients': {
    title: 'The message has too many recipients',
    means: 'More recipients than the receiving server takes in one message.',
    causes: ['A long list of recipients in one message'],
    steps: [sender('Send to smaller groups.')],
  },
  'message-too-large': {
    title: 'The message is too large',
    means: 'It exceeds a size limit on the way or at the recipient.',
    causes: ['Large attachments; encoding adds about a third'],
    steps: [sender('Share a link instead of the file.'), you('Compare the size limits of connector, server and mailbox.')],
  },
  'connector-misconfigured': {
    title: 'The connector’s own settings keep mail from flowing',
    means:
      'The fault is visible in the tenant: the connector is off or missing, leads nowhere or back to Exchange Online, or another one takes its mail.',
    causes: [
      'The connector is off although its domain still needs it',
      'It has neither a smart host nor MX routing',
      'It follows an MX record that leads back to Exchange Online',
      'A TLS domain is set, but DomainValidation is not, so it has no effect',
      'Another connector names its domains alike or more exactly',
      'It was left in test mode, or it was renamed or removed',
    ],
    steps: [
      you('If the server behind it takes mail, turn on the connector and give it the server’s smart host.'),
      you('If nothing is behind it any more, make the domain Authoritative and leave the connector off.'),
      you('If another connector names the same domains, leave each domain to one of them.'),
      you('If it is in test mode, end that with Set-OutboundConnector -TestMode $false.'),
      lookAfterAnHour,
    ],
  },
  'no-fault-found': {
    title: 'No fault was found',
    means:
      'Every step of a delivery worked from here. The bot does not connect from Exchange Online’s addresses, so a filter that treats those differently cannot be seen.',
    causes: ['The trouble has passed', 'It shows only now and then', 'Only connections from Exchange Online’s addresses are blocked'],
    steps: [
      you('Look whether messages are still waiting in the message trace; if there are, their error text counts more than this test.'),
      you('If it comes back, diagnose again while it lasts.'),
    ],
  },
  unrecognised: {
    title: 'The error was not recognised',
    means: 'The text holds no code or wording that is known here. Rather than guess, nothing is claimed.',
    causes: ['The text was cut, or is no delivery error', 'The code is new or comes from another system'],
    steps: [
      you('Paste the whole error: the line with the code, or the complete non-delivery report.'),
      you('Read the words after the code; the server that refused the mail wrote them.'),
    ],
  },
} satisfies Family
