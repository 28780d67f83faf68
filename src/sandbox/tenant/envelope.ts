import type { CmdletFailure } from './cmdlet-failure.ts'
import type { Row } from './cmdlets/cmdlet.ts'

/** The JSON shapes of InvokeCommand's answers. */

export interface Page {
  readonly rows: readonly Row[]
  readonly warnings: readonly string[]
  readonly nextLink: string | null
}

export function successEnvelope(tenantId: string, page: Page, select: readonly string[]): object {
  return {
    '@odata.context': `https://outlook.office.com/adminapi/beta/${tenantId}/$metadata#Collection(Exchange.GenericHashTable)`,
    'adminapi.warnings@odata.type': '#Collection(String)',
    '@adminapi.warnings': page.warnings,
    ...(page.nextLink === null ? {} : { '@odata.nextLink': page.nextLink }),
    value: page.rows.map((row) => annotated(select.length === 0 ? row : chosen(row, select))),
  }
}

export function failureEnvelope(failure: CmdletFailure): object {
  const text = `${tag(failure.exception)}|${failure.exception}|${failure.message}`
  return {
    error: {
      code: failure.status === 404 ? 'NotFound' : 'BadRequest',
      message: 'Error executing cmdlet',
      details: [{ code: 'Client', target: '', message: text }],
      innererror: {
        message: 'Error executing cmdlet',
        type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
        internalexception: { message: text, type: 'Microsoft.Exchange.Management.PSDirectInvoke.DirectInvokeCmdletExecutionException' },
      },
    },
    'adminapi.warnings@odata.type': '#Collection(String)',
    '@adminapi.warnings': [],
  }
}

export const plainError = (code: string, message: string): object => ({ error: { code, message } })

/** A tag of the form `Ex6F9304`, the same for the same kind of failure. */
function tag(exception: string): string {
  const sum = [...exception].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 0xffffff, 7)
  return `Ex${sum.toString(16).toUpperCase().padStart(6, '0')}`
}

const chosen = (row: Row, select: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => select.some((each) => each.toLowerCase() === name.toLowerCase())))

/** Raw answers carry `X@odata.type` and `X@data.type` beside some properties. */
function annotated(row: Row): Row {
  const members = Object.entries(row).flatMap(([name, value]) => [...annotationsOf(name, value), [name, value] as const])
  return Object.fromEntries(members)
}

function annotationsOf(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return [[`${name}@odata.type`, '#Collection(String)']]
  if (/Guid$/.test(name)) return [[`${name}@data.type`, 'System.Guid']]
  return /UTC$/.test(name) ? [[`${name}@data.type`, 'System.DateTime']] : []
}
