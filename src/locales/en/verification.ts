/** How the look after a change came out: `verification.<VerificationOutcome>`, and why: `verification.<VerificationReason>`. */
export const verification = {
  verified: 'Verified: it works',
  'not-fixed': 'Not fixed',
  unclear: 'Unclear',
  'nothing-pending': 'The change holds, and no message from before it is waiting on this route any more.',
  reverted: 'The tenant no longer reads as the change left it: someone or something set it back.',
  'new-deferrals': 'The change holds, but messages were put off again on this route after it took effect.',
  'still-pending': 'The change holds, but messages from before it are still waiting.',
  unreadable: 'The tenant could not be read, so nothing can be said yet.',
  'no-traffic': 'The change holds, but no message took this route since: nothing proves that it works.',
  'trace-lags': 'The message trace has not caught up with the change yet; the bot looks again later.',
  counts: 'Since the change: {{delivered, number}} delivered, {{bounced, number}} bounced, {{pending, number}} waiting.',
  'looks-again': 'The bot looks again at {{at}}.',
} as const
