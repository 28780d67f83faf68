import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** `posttls-finger` lies where only administrators look. */
const PATH = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']

/** Tools that admins use for the same question: arguments, what is typed, and whether it waits for the answer to QUIT (one flight more). */
const TOOLS = [
  {
    name: 'posttls-finger',
    args: (port) => ['-c', '-l', 'encrypt', '-t', '30', '-T', '30', `[127.0.0.1]:${port}`],
    types: null,
    waitsForQuit: true,
  },
  {
    name: 'swaks',
    args: (port) => [
      '--server',
      '127.0.0.1',
      '--port',
      String(port),
      '--tls',
      '--quit-after',
      'EHLO',
      '--hide-all',
      '--helo',
      'probe.bench.example',
    ],
    types: null,
    waitsForQuit: true,
  },
  {
    name: 'openssl s_client',
    args: (port) => [
      's_client',
      '-starttls',
      'smtp',
      '-connect',
      `127.0.0.1:${port}`,
      '-servername',
      'mx0.bench.example',
      '-brief',
      '-ign_eof',
    ],
    types: 'EHLO probe.bench.example\r\nQUIT\r\n',
    waitsForQuit: false,
  },
]

export const toolNames = TOOLS.map(({ name }) => name)

/** Those that are installed, each with `run(port)`: the milliseconds from its start to its end. */
export const installedTools = () =>
  TOOLS.flatMap((tool) => {
    const program = find(tool.name.split(' ')[0])
    return program ? [{ ...tool, run: (port) => timed(program, tool.args(port), tool.types) }] : []
  })

function find(name) {
  return PATH.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function timed(program, args, types) {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: 60_000 })
    child.stdin.on('error', () => {})
    child.stdin.end(types ?? '')
    child.once('error', reject).once('exit', () => resolve(performance.now() - began))
  })
}
