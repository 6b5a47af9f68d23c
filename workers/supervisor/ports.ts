/** Ports: whether the one people open is free, and free ones for our own services. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { AppError } from '#lib/errors.ts'

/** Refuses early, before anything else is started. 0 stands for any free port. */
export async function claimPort(host: string, port: number): Promise<number> {
  try {
    return await tryPort(host, port)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new AppError('conflict', `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start.`, { cause })
    if (code === 'EACCES') throw new AppError('forbidden', `Port ${port} may not be used by this user. Choose one above 1023: PORT=3000 npm start.`, { cause })
    throw new AppError('invalid_input', `Cannot listen on ${host} (${code}). Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`, { cause })
  }
}

export async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(servers.map((server) => listen(server, '127.0.0.1', 0)))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

async function tryPort(host: string, port: number): Promise<number> {
  const server = createServer()
  const found = await listen(server, host, port)
  await new Promise((resolve) => server.close(resolve))
  return found
}

function listen(server: ReturnType<typeof createServer>, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}
