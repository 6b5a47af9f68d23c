import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale } from 'next-intl/server'
import { cookies } from 'next/headers'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { Toaster } from './_components/toaster.tsx'
import { TooltipProvider } from './_components/tooltip-provider.tsx'
import { THEME_COOKIE, readTheme } from './_lib/theme.ts'
import './globals.css'

/** Each response carries its own script nonce, so no page may be made ahead of its request. */
export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Rankwell', template: '%s · Rankwell' },
  description: 'Candidates ranked for a job, by a model that learns from what you choose.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9f9fb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f11' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang={await getLocale()} data-theme={theme === 'system' ? undefined : theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="bg-page font-sans text-ink">
        <NextIntlClientProvider>
          <NuqsAdapter>
            <TooltipProvider>{children}</TooltipProvider>
          </NuqsAdapter>
          <Toaster />
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
