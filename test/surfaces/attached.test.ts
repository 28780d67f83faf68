import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { strToU8, zipSync } from 'fflate'
import { closedBecause, mayBeText } from '../../src/surfaces/attached.ts'

const REPORT = 'Remote Server returned ’450 4.4.316 Connection refused’, ça a échoué'

describe('what may be read, by name and type', () => {
  test.each([
    ['report.eml', 'message/rfc822'],
    ['report.eml', 'application/octet-stream'],
    ['Undeliverable.msg', 'application/vnd.ms-outlook'],
    ['details.txt', 'text/plain'],
    ['report.htm', 'text/html'],
    ['', 'text/plain'],
    ['ATT00001', 'application/octet-stream'],
    ['pasted', ''],
  ])('%s (%s)', (name, type) => {
    expect(mayBeText(name, type)).toBe(true)
  })

  test.each([
    ['screenshot.png', 'image/png'],
    ['screenshot', 'image/png'],
    ['bomb.zip', 'application/zip'],
    ['bomb.zip', 'text/plain'],
    ['report.pdf', 'application/pdf'],
    ['report.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ])('not %s (%s)', (name, type) => {
    expect(mayBeText(name, type)).toBe(false)
  })
})

describe('what may be read, by its bytes', () => {
  test.each([
    ['UTF-8', strToU8(REPORT)],
    ['Latin-1', Buffer.from('ça a échoué', 'latin1')],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${REPORT}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(REPORT.repeat(100), 'utf16le')],
    [
      'a message saved by Outlook',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000), Buffer.from(REPORT, 'utf16le')]),
    ],
  ])('%s', (_which, bytes) => {
    expect(closedBecause(bytes)).toBeNull()
  })

  test.each([
    ['an archive that calls itself text', zipSync({ 'a.txt': strToU8(REPORT) })],
    ['a compressed text', gzipSync(REPORT)],
    ['a PDF', strToU8('%PDF-1.7 no zero in sight')],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a program', Uint8Array.from({ length: 5000 }, (_, at) => ((at * 7919) % 251) % 5)],
    ['zeros', new Uint8Array(5000)],
    ['text with zeros in it', strToU8(`${REPORT}\0\0${REPORT.repeat(5)}`)],
  ])('not %s', (_which, bytes) => {
    expect(closedBecause(bytes)).toBe('not-text')
  })

  test('nothing but spaces is empty', () => {
    expect(closedBecause(strToU8(' \r\n\t\n'))).toBe('empty')
    expect(closedBecause(new Uint8Array(0))).toBe('empty')
  })
})
