/** Texts and formats of a request. One language so far, no language in the address; messages/<locale>/<area>.json is the namespace <area>. */
import { getRequestConfig } from 'next-intl/server'
import account from './messages/en/account.json' with { type: 'json' }
import candidates from './messages/en/candidates.json' with { type: 'json' }
import common from './messages/en/common.json' with { type: 'json' }
import home from './messages/en/home.json' with { type: 'json' }
import job from './messages/en/job.json' with { type: 'json' }
import jobs from './messages/en/jobs.json' with { type: 'json' }
import settings from './messages/en/settings.json' with { type: 'json' }
import shell from './messages/en/shell.json' with { type: 'json' }
import training from './messages/en/training.json' with { type: 'json' }

const messages = { account, candidates, common, home, job, jobs, settings, shell, training }

declare module 'next-intl' {
  /** A text that is asked for and not there does not compile. */
  interface AppConfig {
    Messages: typeof messages
  }
}

export default getRequestConfig(async () => ({
  locale: 'en-GB',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  messages,
}))
