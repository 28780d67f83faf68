import { expect, test } from '@jest/globals'
import { isMailbox } from '../../src/domain/mailbox.ts'

test.each([
  ['postmaster@contoso.com', true],
  ['first.last+tag@sub.contoso.co.uk', true],
  ["o'brien/sales=x@contoso.com", true],
  ['SRS0=abc=12=contoso.com=user@fabrikam.com', true],
  ['user{1}|~`^_@xn--exmple-cua.com', true],
  ['postmaster', false],
  ['a b@contoso.com', false],
  ['<a@contoso.com>', false],
  ['a@contoso.com, b@contoso.com', false],
  ['a@b@contoso.com', false],
  ['"a"@contoso.com', false],
  ['a\\@contoso.com', false],
  ['a@-contoso.com-', false],
  ['a@contoso..com', false],
  ['a@[192.0.2.1]', false],
  ['a@contoso.com\r\nDATA', false],
  ['é@contoso.com', false],
  ['x@y -Confirm:$false', false],
  [`${'a'.repeat(64)}@contoso.com`, true],
  [`${'a'.repeat(65)}@contoso.com`, false],
  [`a@${'b'.repeat(64)}.com`, false],
  [`a@${'b.'.repeat(126)}com`, false],
])('%j is a mail address: %s', (text, is) => expect(isMailbox(text)).toBe(is))
