import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  /** `npm test` checks the types; a build should not do it twice. */
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', 'pg-boss', 'postgres', 'pino', 'rate-limiter-flexible'],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  /** A job description as a file; résumés go through route handlers, which have no such limit. */
  experimental: { serverActions: { bodySizeLimit: '2mb' } },
}

export default createNextIntlPlugin('./i18n.ts')(config)
