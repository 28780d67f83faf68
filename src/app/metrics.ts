import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Meter } from '../ports/meter.ts'

export interface Metrics extends Meter {
  /** Prometheus text format. */
  text(): Promise<string>
  readonly contentType: string
}

const COUNTERS = {
  alerts_total: { help: 'Alerts received', labels: ['source', 'outcome'] },
  incidents_total: { help: 'Diagnoses of incidents, by finding', labels: ['finding'] },
  decisions_total: { help: 'Decisions on requests', labels: ['verb'] },
  changes_total: { help: 'Changes applied to tenants, by outcome', labels: ['fix', 'outcome'] },
  chat_calls_total: { help: 'Calls to chat platforms; outcome 429 is a request for patience', labels: ['platform', 'call', 'outcome'] },
} as const

/** What `/metrics` shows. One registry per application, so that two in one process do not meet. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'mailflow_' })
  const counters = Object.fromEntries(
    Object.entries(COUNTERS).map(([name, { help, labels }]) => [
      name,
      new Counter({ name: `mailflow_${name}`, help, labelNames: labels, registers: [registry] }),
    ]),
  ) as Record<keyof typeof COUNTERS, Counter>
  const diagnosis = new Histogram({
    name: 'mailflow_diagnosis_seconds',
    help: 'Time from the start of a diagnosis to its verdict',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30],
    registers: [registry],
  })
  return {
    count: (name, labels) => counters[name].inc({ ...labels }),
    observe: (_name, seconds) => diagnosis.observe(seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
