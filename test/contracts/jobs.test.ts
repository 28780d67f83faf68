import { jobsContract } from './jobs.ts'
import { embeddedWorld, serverWorld } from './store-worlds.ts'

jobsContract('jobs on the embedded database', embeddedWorld)
jobsContract('jobs on a Postgres server', serverWorld)
