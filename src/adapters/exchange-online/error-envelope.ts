import { z } from 'zod'

/** How a call that did not succeed is to be taken. `transient`: the same call may succeed in a moment. */
export interface ReadError {
  readonly is: 'missing' | 'transient' | 'throttled' | 'refused'
  /** One line for people: cmdlet error text or the HTTP status. */
  readonly why: string
}

const Message = z.object({ message: z.string().nullish() }).nullish()
const ErrorBody = z.object({
  error: z.object({
    code: z.string().nullish(),
    message: z.string().nullish(),
    details: z.array(z.object({ message: z.string().nullish() })).nullish(),
    innererror: z.object({ message: z.string().nullish(), internalexception: Message }).nullish(),
  }),
})
type ErrorBody = z.infer<typeof ErrorBody>

/** Backend trouble that the service reports with any status, 400 included. */
const TRANSIENT = /CmdletProxyNotAvailableFailure|ServerBusyException|TransientException|BackendCommunicationException/
const MISSING = /ManagementObjectNotFoundException|couldn['’]t be found/
const LONGEST = 500

/** Reads a failed answer. Status alone decides nothing where the body says more: most cmdlet errors arrive as 400. */
export function readError(status: number, body: string): ReadError {
  const envelope = errorIn(body)
  const why = `HTTP ${status}: ${shorten(envelope ? messageOfError(envelope) : plain(status, body))}`
  if (status === 429) return { is: 'throttled', why }
  if (status >= 500 || status === 408 || TRANSIENT.test(body)) return { is: 'transient', why }
  if (envelope && (status === 404 || MISSING.test(body))) return { is: 'missing', why }
  return { is: 'refused', why }
}

function errorIn(body: string): ErrorBody['error'] | null {
  try {
    return ErrorBody.parse(JSON.parse(body)).error
  } catch {
    return null
  }
}

/** The message of the envelope is always generic; the cmdlet's own words are in `details`, after the last bar, else in the inner exception. */
function messageOfError(error: ErrorBody['error']): string {
  const detail = error.details?.map((each) => each.message).find((message) => message)
  if (detail) return detail.slice(detail.lastIndexOf('|') + 1)
  return error.innererror?.internalexception?.message || error.message || error.code || 'no message'
}

/** A refused application gets NUL bytes instead of JSON: its directory role is missing, or the cmdlet is not open to it. */
function plain(status: number, body: string): string {
  const text = body.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
  if (text) return text
  if (status === 403) return 'directory role missing, or cmdlet not allowed to this application'
  if (status === 401) return 'token not accepted: Exchange.ManageAsApp or its consent is missing'
  return 'no message'
}

const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
