/** PGlite's Node file system with fsync that reaches the disk. PGlite leaves the operation out, so a commit would not survive a power cut. */
import { spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** Emscripten's host file system, as far as it is used here. */
interface HostFileSystem {
  realPath: (node: object) => string
  stream_ops: {
    fsync?: (stream: Stream) => number
    write: (stream: Stream, ...rest: unknown[]) => number
  }
  node_ops: {
    mknod: (parent: object, ...rest: unknown[]) => object
    rename: (old: object, newParent: object, name: string) => void
    setattr: (node: object, ...rest: unknown[]) => void
  }
}

interface Stream {
  node: object
  /** absent for directories */
  nfd?: number
}

export class DurableFileSystem extends NodeFS {
  /** Recovery syncs every file of the directory, a thousand of them, mostly unchanged; until opened, only what was written here is. */
  isOpened = false

  override async init(postgres: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(postgres, options)
    const makeDurable = (module: { FS: { filesystems?: unknown } }) => this.#connectSync((module.FS.filesystems as { NODEFS: HostFileSystem }).NODEFS)
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), makeDurable] } }
  }

  /** A file that was created or renamed is only there after a power cut once its directory was synced too; that waits for the next fsync. */
  #connectSync({ realPath, stream_ops: streams, node_ops: nodes }: HostFileSystem): void {
    const changedDirectories = new Set<string>()
    const written = new WeakSet<object>()
    const { mknod, rename, setattr } = nodes
    const { write } = streams
    nodes.mknod = (parent, ...rest) => {
      changedDirectories.add(realPath(parent))
      return mknod(parent, ...rest)
    }
    nodes.rename = (old, newParent, name) => {
      changedDirectories.add(realPath(newParent))
      rename(old, newParent, name)
    }
    nodes.setattr = (node, ...rest) => {
      written.add(node)
      setattr(node, ...rest)
    }
    streams.write = (stream, ...rest) => {
      if (!this.isOpened) written.add(stream.node)
      return write(stream, ...rest)
    }
    streams.fsync = ({ node, nfd }) => {
      if (nfd === undefined) changedDirectories.add(realPath(node))
      else if (this.isOpened || written.has(node)) fsyncSync(nfd)
      written.delete(node)
      if (nfd !== undefined || this.isOpened) {
        for (const directory of changedDirectories) syncPath(directory)
        changedDirectories.clear()
      }
      return 0
    }
  }
}

/** All that was written below a directory before: in one call where the system has one, else file by file. */
export function syncTree(directory: string): void {
  if (process.platform === 'linux' && spawnSync('sync', ['-f', directory], { stdio: 'ignore' }).status === 0) return
  syncFiles(directory)
}

function syncFiles(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) syncFiles(path)
    else syncPath(path)
  }
  syncPath(directory)
}

export function syncParent(path: string): void {
  syncPath(dirname(path))
}

function syncPath(path: string): void {
  let descriptor
  try {
    descriptor = openSync(path, 'r')
    fsyncSync(descriptor)
  } catch (error) {
    // Windows neither opens nor syncs directories, and a directory may be gone by now.
    if (!['EISDIR', 'EPERM', 'EACCES', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
