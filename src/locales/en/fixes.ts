/**
 * Words of the fixes, `fixes.<FixName>`: `title` on buttons, `asks` heads the plan, `done` is the result line, `why` says when it is right.
 * Arguments of `asks` and `done`: connector, domains (comma-separated).
 */
export const fixes = {
  'disable-connector': {
    title: 'Turn off the connector',
    asks: 'Turn off the outbound connector {{connector}}',
    done: 'The outbound connector {{connector}} is off.',
    why: 'Right when nothing behind this connector takes mail any more. It can be turned on again at any time.',
  },
  'enable-connector': {
    title: 'Turn on the connector',
    asks: 'Turn on the outbound connector {{connector}}',
    done: 'The outbound connector {{connector}} is on.',
    why: 'Right when the connector was switched off by mistake, or the server behind it works again.',
  },
  'remove-connector': {
    title: 'Delete the connector',
    asks: 'Delete the outbound connector {{connector}}',
    done: 'The outbound connector {{connector}} is deleted.',
    why: 'Right only after it has been off for a while and nobody missed it. Turning it off does the same for mail and is easier to take back.',
  },
  'make-domain-authoritative': {
    title: 'Make the domain Authoritative',
    asks: 'Make {{domains}} Authoritative',
    done: '{{domains}}: the domain type is now Authoritative.',
    why: 'Right when every recipient of the domain lives in Exchange Online: unknown addresses are then rejected at once instead of being sent on.',
  },
  'make-domain-internal-relay': {
    title: 'Make the domain Internal Relay',
    asks: 'Make {{domains}} Internal Relay',
    done: '{{domains}}: the domain type is now Internal Relay.',
    why: 'Right when some recipients of the domain live on another server: mail for addresses unknown here is then sent on through a connector.',
  },
  'retire-on-premises-route': {
    title: 'Retire the on-premises route',
    asks: 'Retire the on-premises route: make {{domains}} Authoritative, then turn off {{connector}}',
    done: 'The on-premises route is retired. Authoritative: {{domains}}. Turned off: {{connector}}.',
    why: 'Right after every mailbox has moved to Exchange Online: mail for invalid recipients is no longer sent to a server that is gone, where it counts against the quota of invalid recipients.',
  },
  'replace-smart-hosts': {
    title: 'Replace the smart hosts',
    asks: 'Replace the smart hosts of {{connector}}',
    done: 'The outbound connector {{connector}} has new smart hosts.',
    why: 'Right when the server moved, or its name or address in the connector is wrong.',
  },
  'set-tls': {
    title: 'Change the TLS settings',
    asks: 'Change the TLS settings of {{connector}}',
    done: 'The TLS settings of {{connector}} are changed.',
    why: 'Right when the connector demands a name the server’s certificate never had. Loosening it for anything else leaves mail open to interception.',
  },
} as const
