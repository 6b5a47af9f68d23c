/** The browser of the tests: it comes from npm, with the system libraries it needs, so that nothing else has to be installed. */
import { existsSync } from 'node:fs'

const NSS = ['/lib/x86_64-linux-gnu/libnss3.so', '/usr/lib/x86_64-linux-gnu/libnss3.so', '/usr/lib/libnss3.so', '/usr/lib64/libnss3.so']

export async function browserPath(): Promise<string> {
  // The package brings the libraries along for one system only; saying that we are on it makes it unpack them and name them in LD_LIBRARY_PATH.
  if (!NSS.some((path) => existsSync(path))) process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}

export const BROWSER_ARGUMENTS = ['--no-sandbox', '--font-render-hinting=none', '--disable-gpu']
