import { exchangePowershell as line } from '../exchange-powershell.ts'
import type { Family } from '../family.ts'
import { powershell } from '../powershell.ts'
import {
  bouncesAfterADay,
  bouncesAtOnce,
  doNotFollowMx,
  doNotLoseSmartHosts,
  microsoft,
  network,
  partner,
  seenInTrace,
  sender,
  tellPartner,
  validateConnector,
  you,
} from './steps.ts'

const sendAgain = sender('Then send the message again: it is not retried any more.')
const checkAddress = sender('Check the address, and choose it anew instead of from the suggestions.')
const readRefusal = you('Read in the message trace which server refused the mail, and in which words.', {
  at: 'message-trace',
  run: line.whyFailed,
})
const secureAccounts = you(
  'Secure them: new passwords, all sessions ended, multifactor authentication, and no inbox rules that the owner does not know.',
  { run: line.inboxRules },
)
const sentAgainAfterAnHour = 'Connector and domain changes take 30 to 60 minutes. Then send again: the message trace shows Delivered.'
const blockStays = 'The block stays until it is lifted, and every message bounces at once.'
const doNotBeAuthoritativeYet =
  'Do not make the domain Authoritative while recipients are missing in the tenant: their mail would be refused at once and for good.'
const doNotOpenRelay =
  'Do not allow anonymous relay from any address on a receive connector: strangers would send spam through your server.'
const doNotEditHybrid = 'Do not edit or remove the connectors of the Hybrid Configuration Wizard by hand: run the wizard again instead.'

/** Settings of the tenant, recipients, limits, and the answers that say little. */
export const tenant = {
  'message-expired': {
    title: 'The message waited until it expired',
    means:
      'Every try failed and the time was up: 24 hours by default (older texts say 48). The cause is in the temporary error before this one, not here.',
    causes: ['The destination could not be reached, or put the mail off each time', 'The time limit of the tenant was shortened'],
    steps: [
      you('Look in the message trace for the last temporary error (4xx) of this message, and explain that one.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      you('Repair its cause first, at the destination server that the error names.'),
      you('If messages expire sooner than after 24 hours, see which limit is set: 12 to 24 hours are possible.', { run: line.expiry }),
      sendAgain,
    ],
    partnerSteps: [
      you('Look in the message trace for the last temporary error (4xx) of this message, and explain that one.', {
        at: 'message-trace',
        run: line.whyFailed,
      }),
      tellPartner,
      partner('Check why your server could not be reached or put the mail off.'),
      sendAgain,
    ],
    worked: 'A message sent again is Delivered in the message trace.',
    otherwise: 'This message has bounced already; as long as the cause lasts, others bounce in the same way 24 hours after they were sent.',
    avoid: ['Do not send the message again before the cause is gone: it would wait and expire once more.'],
    ask: 'Our mail to you was tried again and again until it expired. Please check why your mail server could not be reached, or put it off, at the times given.',
  },
  'mail-loop': {
    title: 'The message goes round in a loop',
    means:
      'Servers hand it to each other until the limit of hops is reached; then it bounces. Exchange Online writes 5.4.14, an on-premises server 5.4.6.',
    causes: [
      'The domain is Internal Relay, but no enabled connector takes its unknown recipients, so mail comes back by MX',
      'The connector to the on-premises server follows MX, which leads back to Exchange Online',
      'The on-premises server sends mail for unknown recipients back to Exchange Online',
      'All outgoing mail goes through the on-premises server, but its connector is missing or serves accepted domains only',
    ],
    steps: [
      you('See whether the domain is Internal Relay or Authoritative.', { at: 'accepted-domains', run: line.acceptedDomains }),
      you('See which connector serves the domain, whether it is on, and whether it follows MX.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      you('If some recipients are on-premises, give the domain an enabled connector that uses a smart host, not MX.', {
        at: 'connectors',
        run: line.enableWithSmartHost,
      }),
      you('If every recipient is said to be in Exchange Online, make sure that no mail user of the domain is left.', {
        run: line.mailUsersOf,
      }),
      you('If none is left, make the domain Authoritative.', { at: 'accepted-domains', run: line.makeAuthoritative }),
    ],
    partnerSteps: [
      you('Check that the connector does not follow an MX record that leads back to Exchange Online.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      tellPartner,
      partner('Check that your servers do not hand mail for your domain back to the sender’s service.'),
    ],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      doNotBeAuthoritativeYet,
      doNotFollowMx,
      doNotLoseSmartHosts,
      'Do not turn off RouteAllMessagesViaOnPremises in passing: it carries all outgoing mail.',
    ],
    ask: 'Your servers hand our mail for your domain back to us, so that it goes round in a loop. Please check where they send mail for these recipients.',
  },
  'recipient-unknown': {
    title: 'The recipient does not exist at the destination',
    means:
      'The server that is responsible for the domain does not know the address. In an Authoritative domain Exchange Online rejects unknown addresses at the edge (Directory-Based Edge Blocking).',
    causes: [
      'The address has a typing mistake, or the person has left',
      'The recipient is on-premises and missing in the tenant, while the domain is Authoritative',
      'Directory synchronization has not brought the recipient over yet',
      'It is a dynamic distribution group or a public folder, which the check at the edge does not know',
    ],
    steps: [
      checkAddress,
      you('See whether the tenant knows the address.', { run: line.findRecipient }),
      you('If the recipient exists on-premises, have it synchronized, or add it as a mail user.'),
      you('Until all recipients are in the tenant, keep the domain on Internal Relay, with an enabled connector to your server.', {
        at: 'accepted-domains',
        run: line.makeInternalRelay,
      }),
    ],
    partnerSteps: [
      checkAddress,
      you('See at which server and in which words the address was refused.', { at: 'message-trace', run: line.whyFailed }),
      partner('Check whether the recipient exists.'),
    ],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      'Do not choose Internal Relay without a connector that serves the domain: mail to unknown recipients would go round in a loop.',
      'Do not stay on Internal Relay when nothing is on-premises any more: invalid recipients count against a quota.',
    ],
    ask: 'Your mail server says that it does not know the recipient. Please check whether the address exists, and tell us the right one.',
  },
  'relay-denied': {
    title: 'The destination refuses to relay this mail',
    means:
      'The server does not see itself as responsible for the recipient’s domain, or does not recognise the sending server as entitled.',
    causes: [
      'The domain is not an accepted domain of the server',
      'No inbound connector recognises the on-premises server: its certificate or address has changed (5.7.64)',
      'The MX or the smart host leads to the wrong server',
    ],
    steps: [
      readRefusal,
      you('Check that the domain is an accepted domain where the mail was refused.', {
        at: 'accepted-domains',
        run: line.acceptedDomains,
      }),
      you('With 5.7.64, compare the certificate name or address in the inbound connector with what the on-premises server uses now.', {
        at: 'connectors',
        run: line.inboundConnectors,
      }),
      you('If the certificate has a new name, enter it there, or run the Hybrid Configuration Wizard again.', {
        at: 'connectors',
        run: line.setInboundCertificate,
      }),
      you('If your own server refuses Exchange Online, see which receive connector takes the connection (Exchange Management Shell).', {
        run: line.receiveConnectors,
      }),
    ],
    partnerSteps: [readRefusal, tellPartner, partner('Accept the domain on your server, and allow Exchange Online to deliver to it.')],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      doNotOpenRelay,
      'Do not let an inbound connector take mail from whole address ranges of a provider: others send from them too.',
    ],
    ask: 'Your mail server refuses to relay our mail to your own domain. Please accept the domain there, and allow Exchange Online to deliver to it.',
  },
  'inbound-connector-restricts': {
    title: 'The receiving tenant accepts mail of this domain from certain sources only',
    means:
      'The mail came from an address or with a certificate that the partner connector of the receiving tenant does not allow (5.7.51).',
    causes: ['The sending gateway has a new address', 'It uses another certificate than agreed'],
    steps: [
      you('See which addresses and which certificate the inbound connector allows.', { at: 'connectors', run: line.inboundConnectors }),
      you('Compare them with the address and the certificate that the partner sends with now, and have the change confirmed.'),
      you('If the partner has a new address, add it to the connector.', { at: 'connectors', run: line.addInboundAddress }),
      you('If the partner’s certificate has a new name, enter it in the connector.', {
        at: 'connectors',
        run: line.setInboundCertificate,
      }),
    ],
    partnerSteps: [
      you('Find out from which address and with which certificate your mail leaves, and tell the partner.'),
      partner('Allow this address or certificate in your inbound connector.'),
      sendAgain,
    ],
    worked: sentAgainAfterAnHour,
    otherwise: bouncesAtOnce,
    avoid: [
      'Do not turn off RestrictDomainsToIPAddresses or RestrictDomainsToCertificate: anybody could then send in the partner’s name.',
      'Do not set the list of addresses anew: a new list replaces the old one, so add to it.',
    ],
    ask: 'You accept mail from our domain only from certain addresses or certificates (5.7.51), and ours have changed. Please allow the new ones.',
  },
  'tenant-blocked': {
    title: 'The tenant may not send to the outside for now',
    means: 'Exchange Online has stopped outgoing mail of the whole organization, mostly because of spam sent through it.',
    causes: [
      'Accounts or connectors of the tenant were misused (5.7.705)',
      'Mail comes from domains that are not registered in the tenant (5.7.750)',
      'A new tenant sends from addresses of low reputation (5.7.708)',
    ],
    steps: [
      you('Find the accounts that send most, and look through the alerts on suspicious sending.', {
        at: 'alerts',
        run: line.busiestSenders,
      }),
      secureAccounts,
      you('Look for inbound connectors that nobody knows, and turn them off.', { at: 'connectors', run: line.inboundConnectors }),
      you('With 5.7.750, register every domain that mail is sent from.', { at: 'domains', run: line.acceptedDomains }),
      microsoft('Lifts the block on request, through support.'),
    ],
    worked:
      'After Microsoft has lifted the block, a test message to the outside is Delivered in the message trace. Then send again what bounced.',
    otherwise: blockStays,
    avoid: [
      'Do not ask for release before the cause is stopped: the tenant would be blocked again.',
      'Do not send round the block through another server: its address would be blocked as well.',
    ],
  },
  'sender-blocked': {
    title: 'The sender’s account is blocked from sending',
    means: 'The account sent suspicious mail and was restricted. It can still receive mail.',
    causes: ['The account was taken over', 'It sent far more mail than usual', 'Its domain was banned for spam (5.7.800)'],
    steps: [
      you('Reset the password, end all sessions and turn on multifactor authentication for the account.'),
      you('Remove inbox rules and forwarding that the owner does not know.', { run: line.inboxRules }),
      you('See since when and why the account is blocked.', { at: 'restricted-entities', run: line.blockedSenders }),
      you('Then release the user on the page of restricted entities.', { at: 'restricted-entities', run: line.releaseSender }),
      microsoft('Lifts the block through support with 5.7.800, or when the account was released too often.'),
    ],
    worked: 'The release mostly takes effect within 1 hour, at the latest after 24 hours. Then the user can send again.',
    otherwise: blockStays,
    avoid: ['Do not release the account before it is secured: it would be blocked again, and the number of releases is limited.'],
  },
  'connector-blocked': {
    title: 'Microsoft has blocked the connector',
    means: 'Spam came through an inbound connector, so it was restricted.',
    causes: [
      'The server behind the connector was taken over or relays for strangers',
      'An administrator’s account was taken over and the connector made or changed with it',
    ],
    steps: [
      you('See which connector is blocked.', { at: 'restricted-entities', run: line.blockedConnectors }),
      you('See who made or changed inbound connectors lately; turn off those that nobody knows.', {
        at: 'connectors',
        run: line.connectorChanges,
      }),
      you('Clean up the server behind the connector, and let it relay for your own senders only.'),
      you('Then release the connector on the page of restricted entities.', {
        at: 'restricted-entities',
        run: line.releaseConnector,
      }),
    ],
    worked: 'The release can take up to 1 hour. Then a test message through the connector is Delivered in the message trace.',
    otherwise: blockStays,
    avoid: [
      'Do not release the connector before the server is clean: it would be blocked again.',
      'Do not get round the block with a second connector: the spam would go on under it.',
    ],
  },
  'sending-limit-exceeded': {
    title: 'A sending limit is used up',
    means:
      'Within 24 hours the tenant has reached its limit of external recipients, or the account its limit of recipients. That of an account is 10,000, or less by an outbound spam policy.',
    causes: [
      'Bulk mail is sent through Exchange Online',
      'Mail leaves under an onmicrosoft.com address, for which 100 external recipients in 24 hours are the limit (5.7.236)',
      'An account was taken over and sends spam',
    ],
    steps: [
      you('See how much of the tenant’s limit is used.', { run: line.tenantLimit }),
      you('See who sends most, and whether each of them is meant to.', { at: 'message-trace', run: line.busiestSenders }),
      you('See whether a limit of your own, in an outbound spam policy, is the one that applies.', { run: line.outboundLimits }),
      sender('Wait until the limit resets, and send less.'),
      you('With 5.7.236, let mail leave under a domain of your own.', { at: 'domains' }),
      you('Send bulk mail through a service made for it.'),
    ],
    worked: 'Once the count of the past 24 hours is below the limit, new messages are Delivered in the message trace.',
    otherwise: 'Messages beyond the limit bounce at once and are not tried again, until the count is below the limit.',
    avoid: ['Do not spread bulk mail over more accounts: the limit of the tenant counts them together.'],
  },
  'authentication-required': {
    title: 'The device or program did not sign in',
    means: 'Mail was handed in anonymously where signing in is needed (5.7.57).',
    causes: [
      'A printer or program sends without a user name',
      'Its password has changed',
      'Authenticated SMTP (SMTP AUTH) is turned off for its mailbox, or password sign-in for SMTP is turned off in the tenant',
    ],
    steps: [
      you(
        'Set up sign-in on the device: smtp.office365.com, port 587, TLS, and a mailbox of its own. Use OAuth if the device can: Microsoft turns off passwords alone (Basic authentication) by default from the end of December 2026.',
      ),
      you('See whether authenticated SMTP is allowed for that mailbox.', { run: line.signInForSmtp }),
      you('Let a device that cannot sign in send through an inbound connector that recognises its address or certificate.', {
        at: 'connectors',
        run: line.inboundConnectors,
      }),
    ],
    worked: 'A test message from the device is Delivered in the message trace.',
    otherwise: 'Every message of the device is refused at once; whether it tries again depends on the device.',
    avoid: ['Do not allow authenticated SMTP for the whole tenant because of one device: allow it for its mailbox.', doNotOpenRelay],
  },
  'attribution-pending': {
    title: 'Exchange Online cannot yet tell which tenant the mail belongs to',
    means: 'This passes by itself soon after a domain was added or moved.',
    causes: ['The domain was added to the tenant or moved recently'],
    steps: [
      you('Check that the domain is registered and verified in the tenant.', { at: 'domains', run: line.acceptedDomains }),
      you('Wait; if it lasts longer than a day, open a case with Microsoft.'),
    ],
    worked:
      'The sending server tries again by itself. Once the domain is known everywhere, its mail comes in and shows in the message trace.',
    otherwise: 'The sending server keeps the mail and tries again; what does not get through within its own time limit bounces.',
    avoid: ['Do not remove the domain and add it again: the wait would begin anew.'],
  },
  'mailbox-busy': {
    title: 'The recipient’s mailbox takes too much mail at once',
    means: 'Delivery to it is throttled and tried again. This is no connector fault.',
    causes: ['Very many messages to one mailbox', 'A program or a rule sends its reports to one mailbox'],
    steps: [
      you('See who sends so much to this mailbox.', { at: 'message-trace', run: line.sendersTo }),
      sender('Send less to this mailbox at once, or spread it over several.'),
    ],
    worked: seenInTrace,
    otherwise: bouncesAfterADay,
    avoid: ['Do not change the connector: it has no part in this.'],
  },
  'mailbox-full': {
    title: 'The recipient’s mailbox is full',
    means: 'It has reached its quota and takes no more mail.',
    causes: ['The mailbox was not tidied up or archived', 'A flood of messages came in, such as reports of a program'],
    steps: [
      you('See how large the mailbox is.', { run: line.mailboxSize }),
      you('Have the recipient free space, turn on the archive, or raise the quota as far as the license allows.', {
        run: line.mailboxQuota,
      }),
      sender('Send again afterwards.'),
    ],
    partnerSteps: [partner('Free space in the mailbox, or raise its quota.'), sender('Send again afterwards.')],
    worked: 'A message sent again is Delivered in the message trace.',
    otherwise: bouncesAtOnce,
    avoid: [],
    ask: 'The mailbox of the recipient named is full and takes no mail. Please have space freed there, or raise its quota.',
  },
  'too-many-recipients': {
    title: 'The message has too many recipients',
    means: 'It has more recipients than the receiving server takes in one message, or than the sender may address.',
    causes: ['A long list of recipients in one message', 'More than 200 recipients of one domain (4.5.3)'],
    steps: [
      sender('Send to smaller groups, or to a distribution group.'),
      you('See how many recipients the sender may address: 500 by default, up to 1,000.', { run: line.recipientLimit }),
    ],
    worked: 'A message to fewer recipients is Delivered in the message trace.',
    otherwise: 'With 4.5.3 the remaining recipients are tried again for 24 hours; with 5.5.3 the message bounces at once.',
    avoid: ['Do not raise the limit in order to send bulk mail: use a service made for it.'],
  },
  'message-too-large': {
    title: 'The message is too large',
    means: 'It exceeds a size limit on the way or at the recipient.',
    causes: ['Large attachments; encoding adds about a third', 'A server on the way has a lower limit than the others'],
    steps: [
      sender('Share a link instead of the file.'),
      you('Compare the size limits of connector, server and mailbox.', { run: line.sizeLimits }),
    ],
    partnerSteps: [sender('Share a link instead of the file.'), partner('Tell the sender how large a message may be, or raise the limit.')],
    worked: 'A smaller message is Delivered in the message trace.',
    otherwise: bouncesAtOnce,
    avoid: ['Do not raise the limit in one place only: the lowest on the way decides.'],
    ask: 'Your mail server refuses our message because of its size. Please tell us how large a message may be, or raise the limit.',
  },
  'connector-misconfigured': {
    title: 'The connector’s own settings keep mail from flowing',
    means:
      'The fault is visible in the tenant. The connector is off or missing, leads nowhere or back to Exchange Online, or another one takes its mail.',
    causes: [
      'The connector is off although its domain still needs it',
      'It has neither a smart host nor MX routing',
      'It follows an MX record that leads back to Exchange Online',
      'A TLS domain is set, but DomainValidation is not, so it has no effect',
      'Another connector names its domains alike or more exactly',
      'It was left in test mode, or it was renamed or removed',
    ],
    steps: [
      you('See what each connector does: is it on, where does it lead, for which domains.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      you('If the server behind it takes mail, turn on the connector and give it the server’s smart host.', {
        at: 'connectors',
        run: line.enableWithSmartHost,
      }),
      you('If nothing is behind it any more and no mail user of the domain is left, leave it off and make the domain Authoritative.', {
        at: 'accepted-domains',
        run: line.mailUsersOf,
      }),
      you('If another connector names the same domains, leave each domain to one of them.', {
        at: 'connectors',
        run: line.connectorRoutes,
      }),
      you('See which connectors are in test mode.', { run: line.testModeConnectors }),
      you('If it is one of them, end its test mode.', { run: line.endTestMode }),
      you('If the TLS domain is to count and the certificate carries it, set DomainValidation.', { run: line.demandName }),
      validateConnector,
    ],
    worked: sentAgainAfterAnHour,
    otherwise: 'Mail that is put off waits for 24 hours, then bounces (older texts say 48); mail in a loop bounces at once.',
    avoid: [doNotBeAuthoritativeYet, doNotFollowMx, doNotLoseSmartHosts, doNotEditHybrid],
  },
  'no-fault-found': {
    title: 'No fault was found',
    means:
      'Nothing was found that keeps mail from being delivered. The bot does not connect from Exchange Online’s addresses, so a filter that treats those differently cannot be seen.',
    causes: ['The trouble has passed', 'It shows only now and then', 'Only connections from Exchange Online’s addresses are blocked'],
    steps: [
      you('Look whether messages are still waiting in the message trace; if there are, their error text counts more than this test.', {
        at: 'message-trace',
        run: powershell.pending,
      }),
      you('Open the report on queued messages: it shows what has waited on a connector for more than an hour.', { at: 'queued-messages' }),
      validateConnector,
      network('Compare the firewall’s list with the present address ranges of Exchange Online for port 25.'),
      you('If it comes back, diagnose again while it lasts.'),
    ],
    worked: 'No message of this route is Pending any more in the message trace. It lags by up to 30 minutes.',
    otherwise: 'If nothing waits, nothing happens; what does wait bounces 24 hours after it was sent (older texts say 48 hours).',
    avoid: ['Do not change a connector, a domain or the firewall on suspicion: without a fault, every change is a risk.'],
  },
  unrecognised: {
    title: 'The error was not recognised',
    means: 'The text holds no code or wording that is known here. Rather than guess, nothing is claimed.',
    causes: ['The text was cut, or is no delivery error', 'The code is new or comes from another system'],
    steps: [
      you('Paste the whole error: the line with the code, or the complete non-delivery report.'),
      you('Look the message up in the message trace: its details hold the full error.', { at: 'message-trace', run: line.whyFailed }),
      you(
        'Read the words after the code, and see which destination server wrote them: yours, a partner’s or Microsoft’s. If the connector leads to the wrong one, correct the connector.',
        { at: 'connectors' },
      ),
    ],
    partnerSteps: [
      you('Paste the whole error: the line with the code, or the complete non-delivery report.'),
      you('Look the message up in the message trace: its details hold the full error.', { at: 'message-trace', run: line.whyFailed }),
      tellPartner,
      partner('Look in the log of your mail server for the reason of this refusal.'),
    ],
    worked: 'With the whole text, the answer names a cause.',
    otherwise: 'That depends on the code: with 4xx the message is tried for 24 hours, with 5xx it has bounced already.',
    avoid: ['Do not change settings because of the words of an error alone: every server writes what it likes.'],
    ask: 'Your mail server answered our mail with the error given. Please look in its log for the reason, and tell us.',
  },
} satisfies Family
