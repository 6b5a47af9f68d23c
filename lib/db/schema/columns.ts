/** Column shapes that several tables share. */
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'

export const id = () => uuid().primaryKey().defaultRandom()
export const moment = () => timestamp({ withTimezone: true })
export const createdAt = () => moment().notNull().defaultNow()

/** A pgvector column without a fixed dimension: model versions may differ in hidden size. */
export const vector = customType<{ data: Float32Array; driverData: string }>({
  dataType: () => 'vector',
  toDriver: (value) => `[${Array.from(value).join(',')}]`,
  fromDriver: (value) => Float32Array.from(JSON.parse(value) as number[]),
})

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
