/** What a new password must not be, beyond its length: common, or the person's own name or address. */
import { AppError } from '../errors.ts'
import { isCommonPassword } from './common-passwords.ts'

export function checkNewPassword(password: string, { email, name }: { email: string; name: string }): void {
  const refuse = (reason: string) => new AppError('invalid_input', 'the new password was refused', { userMessage: reason })
  if (isCommonPassword(password)) throw refuse('This password is among the first that attackers try. Choose another, for example a sentence of your own.')
  const plain = password.toLowerCase()
  if (plain === email || plain === email.split('@')[0] || plain === name.toLowerCase()) throw refuse('A password must not be your own name or address.')
}
