import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

/** For every response, files included; what depends on the request is in proxy.ts. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const config: NextConfig = {
  /** `npm test` checks the types; a build should not do it twice. */
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', 'pg-boss', 'postgres', 'pino', 'rate-limiter-flexible'],
  headers: async () => [{ source: '/:path*', headers: Object.entries(HEADERS).map(([key, value]) => ({ key, value })) }],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  experimental: {
    /** The longest job text with its requirements; files go through route handlers. */
    serverActions: { bodySizeLimit: '2mb' },
    /** One batch of an upload: the largest file that is read and what stands around it. */
    proxyClientMaxBodySize: '32mb',
  },
}

export default createNextIntlPlugin('./i18n.ts')(config)
