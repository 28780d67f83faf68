/**
 * Whether text can stand between the brackets of MAIL FROM and RCPT TO (RFC 5321 §4.1.2): `local@domain` in printable ASCII without spaces
 * and brackets, so that nothing else can be slipped into the command, and at most 254 characters (§4.5.3.1.3). Addresses that need SMTPUTF8
 * (RFC 6531) and quoted ones with spaces are left out.
 */
export const isMailbox = (text: string): boolean => text.length <= 254 && /^[!-;=?-~]+@[!-;=?A-~]+$/.test(text)
