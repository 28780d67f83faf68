export interface Random {
  /** A new id of 8 to 12 characters, `[0-9a-z]`, easy to type: incidents and requests are named by it. */
  id(): string
}
