/** What went wrong outside the bot’s control, and what to do next: `failures.<FailureCode>`. */
export const failures = {
  config: {
    what: 'Not started: the configuration is wrong. Check {{names}}.',
    next: 'Compare your settings with .env.example, then start again.',
  },
  'config-file': {
    what: 'Not started: the configuration file {{path}} cannot be used: {{why}}.',
    next: 'Correct the file, or leave MAILFLOW_CONFIG empty.',
  },
  'port-taken': {
    what: 'Port {{port}} is already in use.',
    next: 'Stop the program that uses it, or set PORT to a free one.',
  },
  'folder-unwritable': {
    what: 'The data folder {{path}} cannot be written to.',
    next: 'Give this user the right to write there, or name another folder in MAILFLOW_DATA.',
  },
  'data-in-use': {
    what: 'Another running service owns the data in {{path}}.',
    next: 'Use that one, stop it first, or name another folder in MAILFLOW_DATA.',
  },
  'other-mode': {
    what: 'The data in {{place}} belongs to the mode “{{found}}”, and this start is in the mode “{{wanted}}”. Simulated and real incidents never share data; nothing was changed.',
    next: 'Name another folder in MAILFLOW_DATA, or another database in DATABASE_URL, or set MAILFLOW_MODE to the mode of the data.',
  },
  'database-unreachable': {
    what: 'The database does not answer: {{why}}.',
    next: 'Check DATABASE_URL and that the server is running, then start again.',
  },
  'database-newer': {
    what: 'The data was written by a newer version (step {{found}}, this one knows {{known}}).',
    next: 'Install the newer version; the data was not touched.',
  },
  'migration-failed': {
    what: 'The database could not be brought up to date: {{why}}.',
    next: 'The step was rolled back. Correct the cause and start again.',
  },
  'no-ranges': {
    what: 'The addresses of Exchange Online could not be read: {{why}}.',
    next: 'Check that this machine reaches endpoints.office.com over HTTPS, or read Microsoft’s page “Microsoft 365 URLs and IP address ranges”.',
  },
  'connectors-unreadable': {
    what: 'Whether a connector is named “{{what}}” could not be found out: the tenant’s connectors could not be read ({{why}}).',
    next: 'Try again in a few minutes; if it persists, check the bot’s access with “mailflow doctor”.',
  },
  'no-service': {
    what: 'No running service was found, and this command needs one.',
    next: 'Start it with “npm start” and run the command again.',
  },
  'not-in-live-mode': {
    what: '“{{verb}}” exists only in the sandbox.',
    next: 'Changes to a real tenant are asked for and approved in the channel.',
  },
  'unknown-scenario': {
    what: 'There is no scenario named {{name}}.',
    next: 'See the list with “mailflow sandbox list”.',
  },
  'lost-race': {
    what: '{{subject}} is being changed by several people at once; this attempt gave way.',
    next: 'Look at its card, then try again.',
  },
  'audit-broken': {
    what: 'The audit does not hold from line {{row}} on: {{why}}.',
    next: 'Keep a copy of the database and compare it with your last export before anything else is written.',
  },
  'bad-input': {
    what: 'This could not be understood: {{what}}.',
    next: 'Correct it and try again; “mailflow help” shows what is expected.',
  },
  'not-found': {
    what: '{{what}} was not found.',
    next: 'Check the name or id and try again.',
  },
  'sign-in-failed': {
    what: 'Signing in to Microsoft failed: {{why}}.',
    next: 'Check the application id, its certificate or secret, and that neither has expired.',
  },
  api: {
    what: 'The service at the other end answered with status {{status}}: {{why}}.',
    next: 'Try again in a few minutes; if it persists, run “mailflow doctor”.',
  },
  internal: {
    what: 'Something unexpected went wrong: {{why}}.',
    next: 'Try again; if it persists, look at the log of this time and report it.',
  },
} as const
