/**
 * What was counted before a change is let through, `guards.<GuardCode>.<Ruling>`: what was found, then what follows from it.
 * The arguments of each are beside its code in domain/plan.ts. When a result says `atLeast`, add `terms.at-least`.
 */
export const guards = {
  'on-premises-recipients': {
    pass: 'No mail user has a mailbox outside the cloud in {{domains}}: nobody depends on this route.',
    warn_one: '{{count, number}} recipient of {{domains}} has a mailbox outside the cloud: mail for them takes another way or waits.',
    warn_other: '{{count, number}} recipients of {{domains}} have mailboxes outside the cloud: mail for them takes another way or waits.',
    'one-more-approver_one': '{{count, number}} recipient of {{domains}} has a mailbox outside the cloud: one more approver is needed.',
    'one-more-approver_other': '{{count, number}} recipients of {{domains}} have mailboxes outside the cloud: one more approver is needed.',
    refuse_one: '{{count, number}} recipient of {{domains}} has a mailbox outside the cloud: mail for them would no longer arrive.',
    refuse_other: '{{count, number}} recipients of {{domains}} have mailboxes outside the cloud: mail for them would no longer arrive.',
  },
  'all-outbound-mail': {
    pass: '{{connector}} does not carry all outbound mail: the rest of the mail is not touched.',
    warn: '{{connector}} carries all outbound mail of the organization: everything that leaves is concerned.',
    'one-more-approver': '{{connector}} carries all outbound mail of the organization: one more approver is needed.',
    refuse: '{{connector}} carries all outbound mail of the organization: without it nothing would leave as intended.',
  },
  'domain-without-route': {
    pass: 'Every Internal Relay domain keeps a connector: no domain is left without a route.',
    warn: 'Internal Relay without another connector: {{domains}}. Mail for addresses unknown here would follow MX.',
    'one-more-approver': 'Internal Relay without another connector: {{domains}}. One more approver is needed.',
    refuse: 'Internal Relay without another connector: {{domains}}. Mail for addresses unknown here would have nowhere to go.',
  },
  'domain-loops': {
    pass: 'No Internal Relay domain would be sent back to Exchange Online: no mail loop.',
    warn: 'The MX of {{domains}} leads to Exchange Online: mail for addresses unknown here may come back.',
    'one-more-approver': 'The MX of {{domains}} leads to Exchange Online: mail may come back, so one more approver is needed.',
    refuse: 'The MX of {{domains}} leads to Exchange Online: mail for addresses unknown here would loop and bounce (5.4.14).',
  },
  'unknown-recipients-delivered': {
    pass: 'In the last {{days}} days nobody unknown to the tenant received mail in {{domain}}: nobody seen would be cut off.',
    warn_one:
      'At least {{count, number}} address of {{domain}} unknown to the tenant received mail in the last {{days}} days ({{sample}}): look at it first.',
    warn_other:
      'At least {{count, number}} addresses of {{domain}} unknown to the tenant received mail in the last {{days}} days ({{sample}}): look at them first.',
    'one-more-approver_one':
      'At least {{count, number}} address of {{domain}} unknown to the tenant received mail in the last {{days}} days ({{sample}}): one more approver is needed.',
    'one-more-approver_other':
      'At least {{count, number}} addresses of {{domain}} unknown to the tenant received mail in the last {{days}} days ({{sample}}): one more approver is needed.',
    refuse_one:
      'At least {{count, number}} address of {{domain}} unknown to the tenant received mail in the last {{days}} days ({{sample}}): its mail would be rejected.',
    refuse_other:
      'At least {{count, number}} addresses of {{domain}} unknown to the tenant received mail in the last {{days}} days ({{sample}}): their mail would be rejected.',
  },
  'hybrid-wizard': {
    pass: '{{connector}} was not made by the Hybrid Configuration Wizard: no wizard will take the change back.',
    warn: '{{connector}} was made by the Hybrid Configuration Wizard: running the wizard again takes the change back.',
    'one-more-approver':
      '{{connector}} was made by the Hybrid Configuration Wizard, which other parts of the hybrid set-up rely on: one more approver is needed.',
    refuse: '{{connector}} was made by the Hybrid Configuration Wizard: change it with the wizard.',
  },
  'rules-bound': {
    pass: 'No mail flow or journal rule uses this connector: no rule loses its route.',
    warn_one: '{{count, number}} rule uses this connector ({{names}}): it keeps firing and its mail takes another way.',
    warn_other: '{{count, number}} rules use this connector ({{names}}): they keep firing and their mail takes another way.',
    'one-more-approver_one':
      '{{count, number}} rule uses this connector ({{names}}): its mail would fail or take another way, so one more approver is needed.',
    'one-more-approver_other':
      '{{count, number}} rules use this connector ({{names}}): their mail would fail or take another way, so one more approver is needed.',
    refuse_one: '{{count, number}} rule uses this connector ({{names}}): change the rule first.',
    refuse_other: '{{count, number}} rules use this connector ({{names}}): change the rules first.',
  },
  'partner-tls': {
    pass: 'No TLS requirement towards a partner falls away.',
    warn: '{{connector}} demands {{tlsSettings}} towards a partner: without it mail may leave in clear text.',
    'one-more-approver':
      '{{connector}} demands {{tlsSettings}} towards a partner: that protection falls away, so one more approver is needed.',
    refuse: '{{connector}} demands {{tlsSettings}} towards a partner: that protection may not fall away.',
  },
  'pending-messages': {
    pass: 'No message is waiting on this route: nothing in flight is concerned.',
    warn_one:
      '{{count, number}} message is waiting on this route: at its next retry it takes the new way, or is rejected when its recipient is unknown.',
    warn_other:
      '{{count, number}} messages are waiting on this route: at their next retry they take the new way, or are rejected when their recipient is unknown.',
    'one-more-approver_one': '{{count, number}} message is waiting on this route: one more approver is needed.',
    'one-more-approver_other': '{{count, number}} messages are waiting on this route: one more approver is needed.',
    refuse_one: '{{count, number}} message is waiting on this route: let it leave first.',
    refuse_other: '{{count, number}} messages are waiting on this route: let them leave first.',
  },
  'takes-over': {
    pass: '{{connector}} takes over this mail.',
    warn: 'From then on this mail goes through {{connector}}: make sure that this is meant.',
    'one-more-approver': 'From then on this mail goes through {{connector}}: one more approver is needed.',
    refuse: 'From then on this mail would go through {{connector}}, which is not made for it.',
  },
  'match-sub-domains': {
    pass: '{{domain}} does not cover its subdomains: only its own addresses are concerned.',
    warn: '{{domain}} also covers its subdomains: they change with it.',
    'one-more-approver': '{{domain}} also covers its subdomains: they change with it, so one more approver is needed.',
    refuse: '{{domain}} also covers its subdomains, whose recipients cannot be checked: turn that off first.',
  },
  'default-domain': {
    pass: '{{domain}} is not the default domain.',
    warn: '{{domain}} is the default domain: new addresses are made in it.',
    'one-more-approver': '{{domain}} is the default domain, so most addresses depend on it: one more approver is needed.',
    refuse: '{{domain}} is the default domain: it may not be changed this way.',
  },
  'initial-domain': {
    pass: '{{domain}} is not the initial domain of the tenant.',
    warn: '{{domain}} is the initial domain of the tenant: services rely on it.',
    'one-more-approver': '{{domain}} is the initial domain of the tenant, which services rely on: one more approver is needed.',
    refuse: '{{domain}} is the initial domain of the tenant: it may not be changed this way.',
  },
  'mail-users-stay-routed': {
    pass: 'The domain {{domain}} has no mail users: every recipient has a mailbox here.',
    warn_one: '{{count, number}} mail user of {{domain}} keeps being routed to its external address: Authoritative does not cut it off.',
    warn_other:
      '{{count, number}} mail users of {{domain}} keep being routed to their external addresses: Authoritative does not cut them off.',
    'one-more-approver_one': '{{count, number}} mail user of {{domain}} keeps being routed outside: one more approver is needed.',
    'one-more-approver_other': '{{count, number}} mail users of {{domain}} keep being routed outside: one more approver is needed.',
    refuse_one: '{{count, number}} mail user of {{domain}} still has a mailbox outside the cloud: move it first.',
    refuse_other: '{{count, number}} mail users of {{domain}} still have mailboxes outside the cloud: move them first.',
  },
  'not-covered': {
    pass: 'Every kind of recipient of {{domain}} was checked.',
    warn: 'Dynamic groups and mail-enabled public folders of {{domain}} that exist only on-premises were not checked: they would be rejected.',
    'one-more-approver': 'Dynamic groups and public folders of {{domain}} were not checked: one more approver is needed.',
    refuse: 'Dynamic groups and public folders of {{domain}} could not be checked, so the effect on them is unknown.',
  },
  'no-connector-serves': {
    pass: 'An enabled connector serves {{domain}}: mail for addresses unknown here has a way.',
    warn: 'No enabled connector serves {{domain}}: mail for addresses unknown here would follow MX.',
    'one-more-approver': 'No enabled connector serves {{domain}}: one more approver is needed.',
    refuse: 'No enabled connector serves {{domain}}: mail for addresses unknown here would have nowhere to go. Turn one on first.',
  },
  'edge-blocking-ends': {
    pass: 'Unknown recipients of {{domain}} keep being rejected at the edge.',
    warn: 'Unknown recipients of {{domain}} are no longer rejected at the edge: mail for them, spam included, is sent on.',
    'one-more-approver': 'Unknown recipients of {{domain}} are no longer rejected at the edge: one more approver is needed.',
    refuse: 'Unknown recipients of {{domain}} would no longer be rejected at the edge: the server behind must refuse them first.',
  },
  'invalid-recipient-quota': {
    pass: 'This ends mail for invalid recipients over {{connector}}, which counts against the organization’s quota of invalid recipients.',
    warn: 'Left as it is, mail for invalid recipients over {{connector}} uses up the quota of invalid recipients and can slow down valid mail: a reason to retire the route.',
    'one-more-approver': 'Mail for invalid recipients over {{connector}} uses up the organization’s quota: one more approver is needed.',
    refuse: 'Mail for invalid recipients over {{connector}} would use up the organization’s quota.',
  },
  'hosts-still-fail': {
    pass: '{{host}} answers as the connector demands: mail will get through.',
    warn: '{{host}} still fails ({{finding}}): mail would go on waiting.',
    'one-more-approver': '{{host}} still fails ({{finding}}): one more approver is needed.',
    refuse: '{{host}} still fails under this connector’s TLS settings ({{finding}}): mail would be put off again.',
  },
  'hosts-untested': {
    pass: 'Every host was tested.',
    warn: 'The hosts could not be tested from here ({{why}}): whether mail gets through will show only afterwards.',
    'one-more-approver': 'The hosts could not be tested from here ({{why}}): one more approver is needed.',
    refuse: 'The hosts could not be tested from here ({{why}}): nothing shows that mail would get through.',
  },
  'tls-domain-differs': {
    pass: 'The TLS domain {{tlsDomain}} fits {{host}}.',
    warn: 'The certificate of {{host}} does not name the TLS domain {{tlsDomain}}: under DomainValidation mail would be put off.',
    'one-more-approver': 'The certificate of {{host}} does not name the TLS domain {{tlsDomain}}: one more approver is needed.',
    refuse: 'The certificate of {{host}} does not name the TLS domain {{tlsDomain}}: mail would be put off.',
  },
  unreadable: {
    pass: '{{what}} was read.',
    warn: '{{what}} could not be read ({{why}}): its effect is unknown.',
    'one-more-approver': '{{what}} could not be read ({{why}}): one more approver is needed.',
    refuse: '{{what}} could not be read ({{why}}): not knowing is not the same as “none”, so this is refused.',
  },
} as const
