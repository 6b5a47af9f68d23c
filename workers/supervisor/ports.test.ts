import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { claimPort, findFreePorts } from './ports.ts'

test('a taken port is named with the next one to try', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await expect(claimPort('127.0.0.1', port)).rejects.toThrow(`Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start.`)
  await new Promise((resolve) => server.close(resolve))
  expect(await claimPort('127.0.0.1', port)).toBe(port)
})

test('an address of another machine is refused with its cure', async () => {
  await expect(claimPort('192.0.2.1', 0)).rejects.toThrow(/Set HOST to an address of this machine/)
})

test('free ports differ', async () => {
  const ports = await findFreePorts(5)
  expect(new Set(ports).size).toBe(5)
})
