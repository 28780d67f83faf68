/** One step of Validate-OutboundConnector, as Exchange Online tells it. */
export interface ValidationTask {
  readonly name: string
  readonly ok: boolean
  /** Its own words, an LED string or a sentence; null when there are none. */
  readonly detail: string | null
}
