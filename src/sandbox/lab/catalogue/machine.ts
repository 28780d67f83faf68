/** One SMTP machine of the catalogue. */
export interface Machine {
  /** The host name it answers for, and the name of its A or AAAA record. */
  readonly host: string
  /** Documentation address. */
  readonly ip: string
  readonly conduct: Conduct
}

/** What a machine does with a connection. */
export type Conduct = { readonly is: 'healthy' }
