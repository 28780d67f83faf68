#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const built = join(root, 'dist', 'main.js')
const source = join(root, 'src')

function newest(folder) {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true, recursive: true }).map(
      (each) => statSync(join(each.parentPath ?? each.path, each.name)).mtimeMs,
    ),
  )
}

function compiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  } catch {
    return null
  }
}

/** In a checkout the build is made when it is missing, and again by `start` when the sources are newer. An installed package holds its build. */
function build() {
  const tsc = compiler()
  if (!tsc && existsSync(built)) return
  if (!tsc) {
    process.stderr.write('There is no build, and nothing to make it with: run "npm ci", then try again.\n')
    process.exit(1)
  }
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: ['ignore', 2, 2], cwd: root })
  if (status !== 0 && !existsSync(built)) process.exit(status ?? 1)
}

const isCheckout = existsSync(join(source, 'main.ts'))
if (isCheckout && (!existsSync(built) || (process.argv[2] === 'start' && newest(source) > statSync(built).mtimeMs))) build()
const { main } = await import(pathToFileURL(built).href)
process.exitCode = await main(process.argv.slice(2))
// What is left open would keep the process alive: everything that matters has been closed by now.
process.stdout.write('', () => process.exit())
