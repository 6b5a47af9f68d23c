/** Passwords that are long enough and still among the first to be tried. Compared without case and without what stands around letters and digits. */
const COMMON = new Set([
  '123456789012', '1234567890123', '12345678901234', '123456789123', '1234567891011', '123123123123', '111111111111', '000000000000', '121212121212', '112233445566', '987654321098', '123456654321', '012345678910',
  'qwertyuiop12', 'qwertyuiop123', 'qwertyuiopasdf', 'qwertyuiopasdfghjkl', 'qwerty123456', 'qwertyqwerty', '1q2w3e4r5t6y', '1qaz2wsx3edc', 'qazwsxedcrfv', 'zaq12wsxcde3', 'asdfghjkl123', 'asdfasdfasdf', 'zxcvbnm12345',
  'password1234', 'password12345', 'password123456', 'passwordpassword', 'passw0rd1234', 'mypassword123', 'newpassword1', 'newpassword123', 'changeme1234', 'changemenow1', 'letmein12345', 'letmeinplease', 'welcome12345', 'welcome123456', 'administrator', 'administrator1', 'admin1234567', 'adminadminadmin', 'rootrootroot',
  'iloveyou1234', 'iloveyouforever', 'iloveyousomuch', 'princess1234', 'sunshine1234', 'football1234', 'baseball1234', 'superman1234', 'dragon123456', 'monkey123456', 'michael12345', 'abcdefghijkl', 'abcdefghijklm', 'abcd12345678', 'abc123456789', 'abcabcabcabc', 'aaaaaaaaaaaa', 'correcthorsebatterystaple', 'trustno1trustno1', 'rankwell1234', 'rankwellrankwell', 'recruiter123', 'recruitment1', 'recruiting12', 'company12345', 'testtesttest', 'test12345678', 'testpassword', 'unbelievable', 'temporary123', 'summer202420', 'qwerty12345678', 'samsung12345', 'liverpool123',
])

export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return COMMON.has(plain) || new Set(plain).size < 4
}
