import { describe, expect, test } from '@jest/globals'
import { parseCommand } from '../../src/core/command.ts'

describe('what somebody typed', () => {
  test.each([
    ['nothing is a call for help', '', { is: 'help' }],
    ['help in French', 'aide', { is: 'help' }],
    [
      'explain keeps the text as it is',
      'explain 450 4.4.316  Connection refused',
      { is: 'explain', text: '450 4.4.316  Connection refused' },
    ],
    ['explain without a text shows the help', 'explain ', { is: 'help' }],
    ['a connector name may hold spaces', 'diagnose To on-premises (Contoso)', { is: 'diagnose', target: 'To on-premises (Contoso)' }],
    ['quotes around a name are dropped', 'diagnose "Branch office"', { is: 'diagnose', target: 'Branch office' }],
    ['French quotes too', 'diagnostiquer « Agence de Lyon »', { is: 'diagnose', target: 'Agence de Lyon' }],
    [
      'validate takes a connector and an address',
      'validate To on-premises (Contoso) a@contoso.com',
      { is: 'validate', connector: 'To on-premises (Contoso)', recipient: 'a@contoso.com' },
    ],
    [
      'the address as Slack writes it',
      'valider "Agence" <mailto:a@contoso.com|a@contoso.com>',
      { is: 'validate', connector: 'Agence', recipient: 'a@contoso.com' },
    ],
    [
      'what ends the line is held for the address, whatever it is',
      'validate "Branch office" nobody',
      { is: 'validate', connector: 'Branch office', recipient: 'nobody' },
    ],
    ['validate without an address shows the help', 'validate Agence', { is: 'help' }],
    ['ranges', 'plages', { is: 'ranges' }],
    ['case does not matter', 'CONNECTORS', { is: 'connectors' }],
    ['bind reads tenant and language', 'bind Contoso Ltd fr', { is: 'bind', tenant: 'Contoso Ltd', language: 'fr' }],
    ['bind alone leaves both open', 'bind', { is: 'bind', tenant: null, language: null }],
    ['anything else is unknown, by its first word', 'delete everything', { is: 'unknown', text: 'delete' }],
    ['an inherited property is no command', 'constructor', { is: 'unknown', text: 'constructor' }],
  ])('%s', (_says, typed, command) => {
    expect(parseCommand(typed)).toEqual(command)
  })
})
