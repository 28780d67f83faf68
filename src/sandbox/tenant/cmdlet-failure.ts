/** A cmdlet that failed, as the admin API words it: `Ex…|exception type|text`. */
export class CmdletFailure extends Error {
  override readonly name = 'CmdletFailure'
  readonly status: 400 | 404
  readonly exception: string

  constructor(status: 400 | 404, exception: string, text: string) {
    super(text)
    this.status = status
    this.exception = exception
  }
}

const TASKS = 'Microsoft.Exchange.Configuration.Tasks'
const BINDING = 'System.Management.Automation.ParameterBinding'

export const notFound = (identity: string): CmdletFailure =>
  new CmdletFailure(
    404,
    `${TASKS}.ManagementObjectNotFoundException`,
    `The operation couldn't be performed because object '${identity}' couldn't be found on 'SANDBOXDC01.EURPR05A001.PROD.OUTLOOK.COM'.`,
  )

export const unknownParameter = (name: string): CmdletFailure =>
  new CmdletFailure(400, `${BINDING}Exception`, `A parameter cannot be found that matches parameter name '${name}'.`)

export const missingParameter = (names: readonly string[]): CmdletFailure =>
  new CmdletFailure(
    400,
    `${BINDING}Exception`,
    `Cannot process command because of one or more missing mandatory parameters: ${names.join(', ')}.`,
  )

export const wrongValue = (parameter: string, value: unknown, wanted: string): CmdletFailure =>
  new CmdletFailure(
    400,
    `${BINDING}TransformationException`,
    `Cannot process argument transformation on parameter '${parameter}'. Cannot convert value "${String(value)}" to ${wanted}.`,
  )

export const notInteractive = (cmdlet: string): CmdletFailure =>
  new CmdletFailure(
    400,
    'System.Management.Automation.Host.HostException',
    `${cmdlet} asks for confirmation, and nobody is there to answer: pass Confirm with the value false.`,
  )

export const invalidCombination = (text: string): CmdletFailure =>
  new CmdletFailure(400, 'Microsoft.Exchange.Data.DataValidationException', text)
