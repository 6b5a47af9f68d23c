/** What the multiplexer must know of SQL: which statements of a text touch state that all connections share, as there is one backend. */

export interface StatementTraits {
  /** reads from the connection while it runs: COPY … FROM STDIN */
  copyIn: 'none' | 'text' | 'binary' | 'several'
  listens: string[]
  /** '*' for all channels */
  unlistens: string[]
  /** SET and RESET as written, to be repeated when the connection gets the backend back */
  settings: string[]
  /** calls set_config, whose scope only a run would tell */
  mayChangeSettings: boolean
  /** would drop what other connections have prepared */
  discardsAll: boolean
}

const NO_TRAITS: StatementTraits = { copyIn: 'none', listens: [], unlistens: [], settings: [], mayChangeSettings: false, discardsAll: false }

/** Most texts contain none of these words and need no closer look. */
const WORTH_A_LOOK = /\b(?:copy|listen|unlisten|set|reset|set_config|discard|deallocate)\b/i
const QUOTED = /--[^\n]*|\be'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[^]*?\$\1\$/giy
const PLAIN = /[^-e'"$/]+/giy

export function readStatementTraits(sql: string): StatementTraits {
  if (!WORTH_A_LOOK.test(sql)) return NO_TRAITS
  const traits: StatementTraits = { ...NO_TRAITS, listens: [], unlistens: [], settings: [] }
  const bare = blankQuoted(sql)
  let start = 0
  for (const part of bare.split(';')) {
    readStatement(part, sql.slice(start, start + part.length), traits)
    start += part.length + 1
  }
  return traits
}

function readStatement(bare: string, original: string, traits: StatementTraits): void {
  const [head = '', word = ''] = /^\s*(\w+)/.exec(bare) ?? []
  if (/\bset_config\s*\(/i.test(bare)) traits.mayChangeSettings = true
  switch (word.toLowerCase()) {
    case 'copy':
      if (/\bfrom\s+stdin\b/i.test(bare)) traits.copyIn = traits.copyIn !== 'none' ? 'several' : /\bbinary\b/i.test(bare) ? 'binary' : 'text'
      return
    case 'listen':
      traits.listens.push(identifierAt(original, head.length))
      return
    case 'unlisten':
      traits.unlistens.push(identifierAt(original, head.length))
      return
    case 'set':
      if (!/^\s*set\s+(?:local|constraints|transaction)\b/i.test(bare)) traits.settings.push(original.trim())
      return
    case 'reset':
      traits.settings.push(original.trim())
      return
    case 'discard':
    case 'deallocate':
      if (/^\s*\w+\s+(?:prepare\s+)?(?:all|plans)\b/i.test(bare)) traits.discardsAll = true
  }
}

/** Comments and quoted text become spaces, so that a keyword found is one; every character keeps its place. */
function blankQuoted(sql: string): string {
  let bare = ''
  while (bare.length < sql.length) {
    const at = bare.length
    PLAIN.lastIndex = QUOTED.lastIndex = at
    const plain = PLAIN.exec(sql)?.[0]
    if (plain !== undefined) bare += plain
    else if (sql.startsWith('/*', at)) bare += ' '.repeat(commentLength(sql, at))
    else {
      const quoted = QUOTED.exec(sql)?.[0]
      bare += quoted === undefined ? sql[at] : ' '.repeat(quoted.length)
    }
  }
  return bare
}

/** Comments of SQL nest. */
function commentLength(sql: string, start: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  let depth = 0
  for (let match = mark.exec(sql); match !== null; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex - start
  }
  return sql.length - start
}

/** Folds to lower case unless quoted, as Postgres does. */
function identifierAt(sql: string, offset: number): string {
  const [, quoted, plain = ''] = /^\s*(?:"((?:[^"]|"")*)"|([^\s;]+))/.exec(sql.slice(offset)) ?? []
  return quoted === undefined ? plain.toLowerCase() : quoted.replaceAll('""', '"')
}
