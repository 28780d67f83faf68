/** What the service counts. Names are those of `/metrics` without the `mailflow_` prefix. */
export interface Meter {
  count(
    name: 'alerts_total' | 'incidents_total' | 'decisions_total' | 'changes_total' | 'chat_calls_total',
    labels: Readonly<Record<string, string>>,
  ): void
  /** A duration in seconds. */
  observe(name: 'diagnosis_seconds', seconds: number): void
}
