import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { authOptions } from '#lib/auth/auth-options.ts'
import { getServices } from '../../../_lib/services.ts'

/** next-auth types its handler for the pages router; given a request and its context it is a route handler. */
const nextAuth = NextAuth as unknown as (request: NextRequest, context: Context, options: ReturnType<typeof authOptions>) => Promise<Response>

interface Context {
  params: Promise<{ nextauth: string[] }>
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { db } = await getServices()
  return nextAuth(request, context, authOptions(db))
}

export { handle as GET, handle as POST }
