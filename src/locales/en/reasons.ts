/** Why a verdict was preferred, `reasons.<ReasonCode>`. */
export const reasons = {
  'trace-says-so': 'Exchange Online itself reports it for messages on this route.',
  'earliest-stage': 'It is the first step that fails; nothing after it can work.',
  'every-address': 'Every address fails in the same way, which points to the service or the firewall rather than to one machine.',
  'one-address': 'Only some addresses fail; the others work.',
  'under-settings': 'The connector’s TLS settings turn this into a failure; under looser ones mail would flow.',
  'masked-text': 'The replies are overwritten on the way, as SMTP inspection on a firewall does.',
  'host-up': 'The host answers at once, so it is running; something rejects the connection.',
  'host-silent': 'Nothing answers at all: the host is off, the address is wrong, or a filter drops the packets.',
  'agrees-with-report': 'What was seen from here agrees with what Exchange Online reported.',
  'disagrees-with-report': 'What was seen from here differs from what Exchange Online reported; the report counts more.',
  'only-report': 'It rests on the reported error alone.',
  'control-failed': 'A known-good target fails from here as well, so nothing can be said about this one.',
  'inside-tenant': 'It is visible in the tenant’s own settings.',
  'nothing-wrong': 'Every step worked, and nothing is waiting.',
  'could-not-look': 'Part of the evidence could not be read.',
} as const
