import { register } from 'node:module'

// `node --import ./test/support/typescript.mjs program.ts` runs the sources as they are, on Node 20 as well.
register('./typescript-hooks.mjs', import.meta.url)
