const LABEL = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?'
const ATOM = "[!#-'*+/-9=?A-Z^-~-]+"
const MAILBOX = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})*$`, 'i')

/**
 * Whether text is one mail address that may stand in MAIL FROM and RCPT TO, or on a command line of Exchange (RFC 5321 §4.1.2): `local@domain`, the
 * local part a dot-string of at most 64 characters, at most 254 in all (§4.5.3.1), so that nothing else can be slipped in. Quoted local parts,
 * address literals and addresses that need SMTPUTF8 (RFC 6531) are left out.
 */
export const isMailbox = (text: string): boolean => text.length <= 254 && MAILBOX.test(text)
