import { storeContract } from './store.ts'
import { embeddedWorld, serverWorld } from './store-worlds.ts'

storeContract('the store on the embedded database', embeddedWorld)
storeContract('the store on a Postgres server', serverWorld)
