/** One short text while a person waits: over HTTP on loopback, from a process of its own that holds a warm encoder, as the product's inference service does; without that service's database. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { openEncoder } from '#lib/engine/encoder.ts'
import { median } from './measure-row.ts'
import { RESUME_TOKENS } from './resume-texts.ts'
import type { BenchOptions, Row } from './row.ts'

const QUERIES_PER_ROUND = 100
const ROLES = ['accountant', 'night nurse', 'welder', 'truck driver', 'software engineer', 'pastry chef', 'warehouse supervisor', 'maths teacher']
const DUTIES = ['month-end close', 'shift planning', 'a forklift licence', 'five years of practice', 'TypeScript and Postgres', 'work with children']

/** No text twice in a round. */
function queryTexts(round: number): string[] {
  return Array.from({ length: QUERIES_PER_ROUND }, (_, index) => `Senior ${ROLES[index % ROLES.length]} with ${DUTIES[(index + round) % DUTIES.length]}, opening ${round * QUERIES_PER_ROUND + index}`)
}

async function startService({ modelFolder, threads }: BenchOptions): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(import.meta.url), [modelFolder, String(threads)])
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, child }
}

/** The other process: one text a request, its vector as bytes. */
async function serve(modelFolder: string, threads: number): Promise<void> {
  const encoder = await openEncoder(modelFolder, { threads, device: 'cpu' })
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
      const [document] = await encoder.encodeDocuments([Buffer.concat(parts).toString('utf8')])
      response.end(new Uint8Array((document?.embedding as Float32Array).slice().buffer))
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.send?.((server.address() as AddressInfo).port)
  process.on('disconnect', () => process.exit())
}

export const query: Row = {
  name: 'query',
  title: `one short text from a warm encoder over HTTP on loopback (no database); the peer in its own process, without HTTP`,
  unit: 'milliseconds',
  target: 'p50 ≤ 8 ms',
  async prepare(options) {
    const { url, child } = await startService(options)
    const all: number[] = []
    const { peer } = options
    return {
      async ours(round) {
        const took: number[] = []
        for (const text of queryTexts(round)) {
          const started = performance.now()
          const response = await fetch(url, { method: 'POST', body: text })
          await response.arrayBuffer()
          took.push(performance.now() - started)
        }
        if (round > 0) all.push(...took)
        return median(took)
      },
      peer: peer === null ? null : async (round) => median((await peer.ask<{ milliseconds: number[] }>('queries', { texts: queryTexts(round), maxLength: RESUME_TOKENS })).milliseconds),
      remarks() {
        const sorted = all.toSorted((a, b) => a - b)
        const at = (share: number): string => `${(sorted[Math.floor(share * (sorted.length - 1))] as number).toFixed(2)} ms`
        return [`ours over all rounds: p50 ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)} of ${sorted.length}`]
      },
      async release() {
        child.disconnect()
        await once(child, 'exit')
      },
    }
  },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2] as string, Number(process.argv[3]))
