import { expect, test } from 'vitest'
import { readJobFile } from '#lib/jobs/read-job-file.ts'
import type { Services } from '#lib/services.ts'
import { makeDocx, makePdf } from './testing/make-files.ts'

const actor = { userId: '', organizationId: '', role: 'recruiter' as const }
const LINES = ['Head Baker', 'We bake at night.', 'Requirements', 'Sourdough']
const read = (fileName: string, bytes: Uint8Array, role: 'recruiter' | 'viewer' = 'recruiter') => readJobFile({} as Services, { ...actor, role }, { fileName, bytes })

test('a job is read from a PDF, a Word document or a text file, with its title', async () => {
  for (const bytes of [await makePdf(LINES), await makeDocx(LINES), Buffer.from(LINES.join('\n'))]) {
    const { title, text } = await read('job', bytes)
    expect(title).toBe('Head Baker')
    expect(text.split(/\n+/u)).toEqual(LINES)
  }
})

test('a first line that is a sentence is no title', async () => {
  expect((await read('job.txt', Buffer.from('We bake at night.\nCome and help!'))).title).toBeNull()
})

test('a file that cannot be read, is too large or too long names itself and the cure', async () => {
  await expect(read('locked.pdf', await makePdf(LINES, { userPassword: 'x' }))).rejects.toMatchObject({ code: 'invalid_input', message: '“locked.pdf”: The PDF is protected by a password. Save it without one and upload it again, or type its text.' })
  await expect(read('big.pdf', Buffer.alloc(21 * 1024 * 1024))).rejects.toMatchObject({ code: 'too_large' })
  await expect(read('long.txt', Buffer.from('bread '.repeat(40_000)))).rejects.toMatchObject({ code: 'too_large', message: expect.stringContaining('239,999 characters') as unknown })
  await expect(read('job.txt', Buffer.from('x'), 'viewer')).rejects.toMatchObject({ code: 'forbidden' })
})
