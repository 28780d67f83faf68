/** What can be typed to the bot, and its help. A command is `syntax` behind the prefix of the place. */
export const commands = {
  title: 'What you can ask Mailflow Medic',
  lead: 'Mailflow Medic watches over outbound connectors: it says why mail waits, what proves it, and offers the fix.',
  alone: 'Only you see these answers.',
  shared: 'Everybody here reads these answers; what errors mean, and why something is refused, is told to you alone.',
  tail: 'Changes are asked for with the buttons of an incident and take effect once a second person has approved them.',
  help: { syntax: 'help', does: 'Show this page.' },
  explain: { syntax: 'explain TEXT', does: 'Say what an error means: paste a code, a line or a whole non-delivery report.' },
  code: {
    syntax: 'code CODE or WORDS',
    does: 'Say everything about a code, or find one by words: code 4.4.317, code certificate.',
  },
  diagnose: { syntax: 'diagnose CONNECTOR or HOST', does: 'Test a connector, a host or a domain now.' },
  validate: {
    syntax: 'validate CONNECTOR ADDRESS',
    does: 'Have Exchange Online test a connector with a real message to an address behind it. A button asks first.',
  },
  ranges: { syntax: 'ranges', does: 'List the addresses a firewall must let in: Exchange Online on TCP port 25.' },
  connectors: { syntax: 'connectors', does: 'List the outbound connectors.' },
  domains: { syntax: 'domains', does: 'List the accepted domains.' },
  incidents: { syntax: 'incidents', does: 'List the incidents, open ones first.' },
  requests: { syntax: 'requests', does: 'List the changes that were asked for.' },
  bind: { syntax: 'bind TENANT [en|fr]', does: 'Post the incidents of a tenant in this channel, in the language named.' },
} as const
