'use client'
/** Who is signed in: their account, colours, shortcuts, the way out. */
import { Keyboard, LogOut, Settings, UserRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Role } from '#lib/actor.ts'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../_components/menu.tsx'
import { THEMES, THEME_COOKIE, readTheme } from '../../_lib/theme.ts'
import type { Theme } from '../../_lib/theme.ts'
import { signOutAction } from '../actions.ts'
import { SHOW_SHORTCUTS } from './keyboard-shortcuts.tsx'

export interface Account {
  name: string
  email: string
  role: Role
  theme: Theme
}

interface PersonMenuProps {
  account: Account
  side: 'top' | 'right'
  isNameShown?: boolean
}

const THEME_LABELS = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const
const YEAR_SECONDS = 31_536_000

export function PersonMenu({ account, side, isNameShown = false }: PersonMenuProps) {
  const t = useTranslations('shell')
  const router = useRouter()
  const [theme, setTheme] = useState(account.theme)
  const chooseTheme = (value: string) => {
    const chosen = readTheme(value)
    setTheme(chosen)
    storeTheme(chosen)
  }
  const signOut = async () => {
    const result = await signOutAction({}).catch(() => null)
    if (result?.ok) {
      router.push('/sign-in')
      router.refresh()
    } else toast.error(t('signOutFailed'))
  }
  return (
    <Menu
      align="end"
      side={side}
      trigger={
        <button type="button" className="flex h-11 w-full min-w-11 items-center justify-center gap-2.5 rounded-md px-2 text-left hover:bg-hover aria-expanded:bg-hover md:h-10 md:px-0 xl:justify-start xl:px-2">
          <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-[0.6875rem] font-medium text-accent">
            {initials(account.name)}
          </span>
          <span className="sr-only">{t('person', { name: account.name })}</span>
          {isNameShown && <span aria-hidden className="hidden min-w-0 flex-1 truncate text-sm text-ink xl:block">{account.name}</span>}
        </button>
      }
    >
      <div className="max-w-64 px-2 py-1.5">
        <p className="truncate text-sm font-medium text-ink">{account.name}</p>
        <p className="truncate text-xs text-muted">{account.email}</p>
        <p className="text-xs text-muted">{t(`roles.${account.role}`)}</p>
      </div>
      <MenuSeparator />
      <MenuItem icon={<UserRound aria-hidden className="size-4" />} href="/settings/account">
        {t('account')}
      </MenuItem>
      <MenuItem icon={<Settings aria-hidden className="size-4" />} href="/settings">
        {t('settings')}
      </MenuItem>
      <MenuItem icon={<Keyboard aria-hidden className="size-4" />} shortcut="?" onSelect={() => setTimeout(() => document.dispatchEvent(new Event(SHOW_SHORTCUTS)))}>
        {t('shortcuts')}
      </MenuItem>
      <MenuSeparator />
      <MenuChoice label={t('theme')} value={theme} options={THEMES.map((value) => ({ value, label: t(THEME_LABELS[value]) }))} onChange={chooseTheme} />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden className="size-4" />} onSelect={() => void signOut()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}

/** The cookie is for the next response; the attribute changes the page at hand. */
function storeTheme(theme: Theme): void {
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${theme === 'system' ? 0 : YEAR_SECONDS}; samesite=lax`
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase()
}
