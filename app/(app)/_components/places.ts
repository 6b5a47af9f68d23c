/** The places of the product, in their order, with the second key of `g …`. */
import { BriefcaseBusiness, GraduationCap, House, Settings, UsersRound } from 'lucide-react'

export const PLACES = [
  { name: 'home', href: '/', icon: House, key: 'h' },
  { name: 'jobs', href: '/jobs', icon: BriefcaseBusiness, key: 'j' },
  { name: 'candidates', href: '/candidates', icon: UsersRound, key: 'c' },
  { name: 'training', href: '/training', icon: GraduationCap, key: 't' },
  { name: 'settings', href: '/settings', icon: Settings, key: 's' },
] as const

export function isCurrentPlace(href: string, pathname: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}
