import { expect, jest, test } from '@jest/globals'
import pino from 'pino'
import { subscribe } from '../../src/app/subscribe.ts'

test('what fails is tried again later, and not after the end', async () => {
  jest.useFakeTimers()
  try {
    const startSubscription = jest.fn(async () => ({ is: 'failed', why: 'auditing is off' }) as const)
    const stop = subscribe({
      feed: { startSubscription },
      tenants: ['a'],
      webhookUrl: 'https://bot.example/hooks/activity',
      authId: 'x'.repeat(16),
      log: pino({ level: 'silent' }),
    })
    await jest.advanceTimersByTimeAsync(0)
    expect(startSubscription).toHaveBeenCalledTimes(1)
    await jest.advanceTimersByTimeAsync(20 * 60_000)
    expect(startSubscription).toHaveBeenCalledTimes(2)
    stop()
    await jest.advanceTimersByTimeAsync(60 * 60_000)
    expect(startSubscription).toHaveBeenCalledTimes(2)
  } finally {
    jest.useRealTimers()
  }
})
