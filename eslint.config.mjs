import next from 'eslint-config-next'
import tseslint from 'typescript-eslint'

const zone = (target, from, message, except) => ({ target, from, message, ...(except ? { except } : {}) })
const domains = ['accounts', 'candidates', 'demo', 'documents', 'inference', 'jobs', 'matching', 'preferences', 'shortlist', 'training'].map((domain) => `./lib/${domain}`)
const base = ['./env.ts', './errors.ts', './logger.ts', './actor.ts']

export const zones = [
  zone('./lib', ['./app', './workers'], 'lib knows neither app nor workers: pass what it needs in as an argument.'),
  zone('./lib/engine', './lib', 'The engine knows only itself: pass data in from workers/.', ['./engine']),
  zone('./lib/validation', './lib', 'Validation is shared with the browser: keep it to zod and its own files.', ['./validation']),
  zone('./lib/db', './lib', 'The database layer knows only env, errors, logger and actor: move the rule into a use case.', ['./db', ...base]),
  zone('./lib/queue', './lib', 'The queue knows only db, validation and the base files: put the work into workers/handlers.', ['./queue', './db', './validation', ...base]),
  zone(domains, './lib/auth', 'Use cases take the actor from the caller: add an `actor` parameter.'),
  zone(domains, './lib/engine', 'Use cases run in the web process too: do tensor work in workers/.'),
  zone('./app', ['./workers', './lib/engine'], 'The web process never loads the engine: enqueue a task or call lib/inference.'),
  zone('./workers', ['./app', './lib/auth'], 'Workers run without a request: move what is shared into a use case under lib/.'),
]

const config = [
  { ignores: ['.next/', 'data/', '.test/', 'node_modules/', 'next-env.d.ts', 'drizzle/', 'public/'] },
  ...next,
  ...tseslint.configs.strict.map((entry) => ({ ...entry, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    settings: { 'import/resolver': { typescript: true }, 'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] } },
    rules: {
      'import/no-cycle': 'error',
      'import/no-restricted-paths': ['error', { zones }],
      'no-restricted-syntax': ['error', { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Read configuration from lib/env.ts.' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { files: ['lib/env.ts', '*.config.ts', 'scripts/**', 'e2e/**', 'workers/supervisor/**', '**/*.test.ts', 'lib/db/testing/**', 'workers/**/testing/**'], rules: { 'no-restricted-syntax': 'off' } },
]

export default config
