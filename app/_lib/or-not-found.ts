/** Shows the not-found page for what is not there or belongs to others, which look the same. */
import { notFound } from 'next/navigation'
import { AppError } from '#lib/errors.ts'

export async function orNotFound<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }
}
