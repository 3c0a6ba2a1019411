/** Twelve checks of the file that validate-data.child.ts makes; validate-data.ts and data-peers.py ask the same in other words. */
export const largeChecks = `version: 1
columns:
  id: { type: integer, unique: true, min: 0 }
  made_at: { type: timestamp, nullable: true, min: 2024-01-01 }
  amount: { type: number, nullable: true, finite: false, min: 0, max: 10000 }
  quantity: { type: integer, nullable: true, max: 100 }
  colour: { nullable: true, in: [red, green, blue, black, white] }
  email: { nullable: true, matches: '^[^@]+@[^@]+$' }
  score: { type: number, finite: false, nullable: 2% }
row-count: { min: 1000 }
expressions:
  - sql: score <= amount + 1
`;
