/** Why an attached file was not read, and what to do instead: `files.<UnreadCode>`. */
export const files = {
  title: 'Nothing could be read',
  some_one: '{{count, number}} attached file was not read:',
  some_other: '{{count, number}} attached files were not read:',
  line: '“{{name}}”: {{what}} {{next}}',
  unnamed: 'no name',
  'too-large': {
    what: 'The file is larger than {{size}}.',
    next: 'Paste the text of the report instead: the error is in its first lines.',
  },
  'too-many': {
    what: 'No more than {{most}} files are read at a time.',
    next: 'Send it on its own.',
  },
  'not-text': {
    what: 'This is neither a mail nor a text.',
    next: 'Paste the error as text, or attach the report as a .eml, .msg or .txt file.',
  },
  empty: {
    what: 'The file is empty.',
    next: 'Save the report again, or paste its text.',
  },
  gone: {
    what: 'The file is no longer there.',
    next: 'Attach it again, or paste the text of the report.',
  },
  elsewhere: {
    what: 'The file is stored outside this platform, and such addresses are not opened.',
    next: 'Upload the file itself, or paste the text of the report.',
  },
  'no-access': {
    what: 'The bot is not allowed to open this file here.',
    next: 'Send it to the bot in your direct conversation, or paste the text of the report.',
  },
  'missing-scope': {
    what: 'The Slack app lacks the permission “{{scope}}”.',
    next: 'Paste the text of the report; a Slack administrator can add {{scope}} at api.slack.com/apps under “OAuth & Permissions”, “Bot Token Scopes”, and reinstall the app.',
  },
  'not-handed-over': {
    what: 'Teams does not hand this file to apps.',
    next: 'Send it to the bot in your personal chat, or paste the text of the report.',
  },
  'too-slow': {
    what: 'The file did not arrive within {{seconds}} seconds.',
    next: 'Try again, or paste the text of the report.',
  },
  failed: {
    what: 'The file could not be fetched ({{why}}).',
    next: 'Try again, or paste the text of the report.',
  },
} as const
