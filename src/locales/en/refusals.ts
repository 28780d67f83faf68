/** Why the bot did not do it, and what to do next: `refusals.<RefusalCode>`. Nothing is ever changed by a refused action. */
export const refusals = {
  'not-linked': {
    what: 'Your account here does not lead to a person the bot knows ({{reason}}). Nothing was changed.',
    next: 'Ask the bot’s administrator to link your account, or use the account with your confirmed work e-mail address.',
  },
  'not-a-requester': {
    what: 'You are not on the list of people who may ask for changes. Nothing was changed.',
    next: 'Ask a requester to do it, or ask the bot’s administrator to add you to MAILFLOW_REQUESTERS.',
  },
  'not-an-approver': {
    what: 'You are not on the list of people who may approve changes. Nothing was changed.',
    next: 'Leave the decision to an approver, or ask the bot’s administrator to add you to MAILFLOW_APPROVERS.',
  },
  'own-request': {
    what: 'You asked for this change, so you cannot approve it. Nothing was changed.',
    next: 'Ask another approver to look at it, or withdraw it.',
  },
  'already-approved-by-you': {
    what: 'Your approval is already counted. Nothing was changed.',
    next: 'Another approver still has to decide.',
  },
  'already-decided': {
    what: 'This request is no longer waiting: it is “{{state}}”, decided by {{by}}. Nothing was changed by your click.',
    next: 'Look at the request’s card for how it ended.',
  },
  'request-expired': {
    what: 'This request expired before enough people approved it. Nothing was changed.',
    next: 'Open the incident and ask again if the change is still wanted.',
  },
  'plan-changed': {
    what: 'The plan on this card is not the one that is stored any more. Nothing was changed.',
    next: 'Open the plan again and check what it says now.',
  },
  'plan-stale': {
    what: 'The tenant has changed since this plan was made, or the plan is too old. Nothing was changed.',
    next: 'Open the fix again to get a plan that fits the tenant as it is now.',
  },
  'guards-refuse': {
    what: 'A safety check forbids this change. Nothing was changed.',
    next: 'Read the refused checks on the plan and remove their cause first, or choose another fix.',
  },
  'already-requested': {
    what: 'The same change is already waiting for approval as request {{request}}. Nothing was changed.',
    next: 'Ask an approver to decide on that request.',
  },
  'nothing-to-change': {
    what: '{{what}} already is as this fix would make it. Nothing was changed.',
    next: 'Run the diagnosis again: the trouble has another cause, or the change has not taken effect yet.',
  },
  'nothing-to-undo': {
    what: 'This request is “{{state}}”: the tenant holds no change of it. Nothing was changed.',
    next: 'Nothing needs to be taken back.',
  },
  'already-undone': {
    what: 'This change was already taken back, or its undo is waiting for approval. Nothing was changed.',
    next: 'Look at the undo request in the incident’s history.',
  },
  'undo-is-final': {
    what: 'An undo is not undone: what the guards said of the first change may no longer hold. Nothing was changed.',
    next: 'Plan the fix again from the incident: it is judged anew and needs approval like the first time.',
  },
  'not-yours': {
    what: 'Only the person who asked for a change can withdraw it. Nothing was changed.',
    next: 'Ask them to withdraw it, or let an approver reject it.',
  },
  'unknown-incident': {
    what: 'There is no incident {{id}}. Nothing was changed.',
    next: 'List the open incidents to find its id.',
  },
  'unknown-request': {
    what: 'There is no request {{id}}. Nothing was changed.',
    next: 'Open the incident to see its requests.',
  },
  'unknown-connector': {
    what: 'There is no outbound connector named {{name}}. Nothing was changed.',
    next: 'Known connectors: {{known}}.',
  },
  'unknown-target': {
    what: '“{{name}}” is neither an outbound connector of the tenant nor the name or address of a host. Nothing was changed.',
    next: 'Type “connectors” to see their names, or name a host as in mail.contoso.com or 192.0.2.10.',
  },
  'bad-address': {
    what: '“{{address}}” is not a mail address. Nothing was changed, nothing was sent.',
    next: 'Name one address behind the connector, such as postmaster@contoso.com.',
  },
  'unknown-command': {
    what: 'The bot does not know the command “{{text}}”. Nothing was changed.',
    next: 'Type “help” to see what it understands.',
  },
  'unknown-tenant': {
    what: 'The bot does not look after a tenant named {{tenant}}. Nothing was changed.',
    next: 'Check the name, or ask the bot’s administrator to add the tenant to the configuration.',
  },
  'incident-resolved': {
    what: 'This incident is resolved. Nothing was changed.',
    next: 'A new alert reopens it; or diagnose the connector by hand.',
  },
  'could-not-read': {
    what: 'The tenant could not be read ({{why}}), so nothing can be said about the effect. Nothing was changed.',
    next: 'Try again in a few minutes; if it persists, check the bot’s access with “mailflow doctor”.',
  },
  'fix-not-available': {
    what: 'The fix “{{fix}}” is not available here. Nothing was changed.',
    next: 'Choose one of the fixes on the incident’s card.',
  },
  frozen: {
    what: 'Changes are frozen until {{until}}. Nothing was changed.',
    next: 'Ask again after that, or ask the bot’s administrator to lift the freeze.',
  },
  'channel-not-bound': {
    what: 'This channel is not tied to a tenant. Nothing was changed.',
    next: 'Tie it with the command “bind” followed by the tenant’s name.',
  },
  'nowhere-to-share': {
    what: 'There is no channel here that this could be posted in. Nothing was changed.',
    next: 'Send the command in the channel it is for, and share it there.',
  },
  'wrong-organisation': {
    what: 'The bot does not take orders from this organization. Nothing was changed.',
    next: 'Use the workspace or organization the bot was set up for.',
  },
  'too-late': {
    what: 'This button belongs to an older state of the card. Nothing was changed.',
    next: 'Use the newest card of this incident.',
  },
} as const
