import type { Diagnosis, Incident, ProgressName, ProgressStep } from '../domain/incident.ts'
import { changed, changeIncident } from './change-incident.ts'
import type { OnProgress } from './gather/gather.ts'
import { publishIncident } from './publish-incident.ts'
import type { World } from './world.ts'

const STEPS: readonly ProgressName[] = ['tenant', 'queue', 'dns', 'connect', 'smtp', 'tls', 'verdict']

/** Where a diagnosis under way is told. */
export interface ProgressKeeper {
  readonly tell: OnProgress
  /** What would be judged now, while something is still tried; made only when it is about to be saved. */
  readonly show: (partial: () => Diagnosis) => void
  /** Waits for the last save. What was not saved yet of a partial diagnosis is dropped: the complete one follows. */
  readonly end: () => Promise<void>
}

export const SILENT: ProgressKeeper = { tell: () => {}, show: () => {}, end: async () => {} }

/** Saves progress as it comes, one save at a time, always the newest state: a slow database never queues up old ones. */
export function keepProgress(world: World, id: string): ProgressKeeper {
  const steps = new Map<ProgressName, ProgressStep>()
  let partial: (() => Diagnosis) | null = null
  let saving: Promise<void> | null = null
  let dirty = false
  let broken: { readonly by: unknown } | null = null
  const save = async (): Promise<void> => {
    while (dirty && !broken) {
      dirty = false
      const diagnosis = partial?.()
      partial = null
      const changes: Partial<Incident> = {
        progress: STEPS.flatMap((step) => steps.get(step) ?? []),
        ...(diagnosis ? { diagnosis } : {}),
      }
      await world.store.transaction(async (tx) => {
        // Somebody may have closed it meanwhile: then it stays as they saw it.
        await changeIncident(tx, id, (incident) => (incident.state === 'resolved' ? null : changed(incident, changes)))
        await publishIncident(tx, id)
      })
    }
    saving = null
  }
  const saveSoon = (): void => {
    dirty = true
    // Nobody waits for it yet: what it throws is kept until somebody does.
    saving ??= Promise.resolve()
      .then(save)
      .catch((thrown: unknown) => {
        broken = { by: thrown }
        saving = null
      })
  }
  return {
    tell: (step, is, says = null) => {
      steps.set(step, { step, is, says })
      saveSoon()
    },
    show: (judged) => {
      partial = judged
      saveSoon()
    },
    end: async () => {
      partial = null
      while (saving) await saving
      if (broken) throw broken.by
    },
  }
}
