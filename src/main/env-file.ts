import { existsSync } from 'node:fs'

/** Takes `.env` of the working folder into the environment; what is set already stays. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}
