/** The note that says that the demo organisation was made once. */
export const DEMO_NOTE = 'demo-seeded'
