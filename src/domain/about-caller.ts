/** Words that make a refusal one of the address that asks: block lists, missing reverse names, networks that are not let in, callers not seen before. */
const ABOUT_CALLER =
  /gr[ae]y-?list|postgrey|spamhaus|spamcop|barracuda|\b(?:dns|r|u)bl\b|blocked using|(?:block|black|deny)-?list|client host|reverse (?:dns|host|lookup|name)|\bptr\b|reputation|too many (?:concurrent )?(?:smtp )?connections|\byour (?:ip|network|address|host ?name|host|server|server's ip)\b/i

/** Whether a reply turns away the one who asks, and so says nothing about how Exchange Online fares. */
export const isAboutCaller = (reply: string): boolean => ABOUT_CALLER.test(reply)

const GREYLISTING = /gr[ae]y-?list|postgrey/i

/** Whether a 4xx reply says that a later try passes, because the one who asks has not been seen before (RFC 6647 §2). */
export const isGreylisting = (code: number, reply: string): boolean => code >= 400 && code < 500 && GREYLISTING.test(reply)
