import type { PressedReport } from './press.ts'

/** A report for many readers: who the message was for is left out, and addresses in the words of the error keep their domain alone. */
export const withoutPeople = (report: PressedReport): PressedReport => ({
  ...report,
  recipient: null,
  detail: report.detail?.replace(/[^\s<>[\](){}:;,"']{1,64}@(?=[^\s@])/g, '…@') ?? null,
})
