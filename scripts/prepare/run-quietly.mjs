/** Runs a program and keeps its output to itself: the last lines are shown only when it fails. */
import { spawn } from 'node:child_process'

export function runQuietly(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk) => (output = (output + chunk).slice(-20_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

export function lastLines(output, count = 15) {
  return output.trim().split('\n').slice(-count).join('\n')
}
