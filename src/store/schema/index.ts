/**
 * Every table, gathered for Drizzle and for the tests that walk them all.
 */
export * from './bank.ts';
export * from './board.ts';
export * from './charges.ts';
export * from './keeping.ts';
export * from './ledger.ts';
export * from './messages.ts';
export * from './organisation.ts';
export * from './people.ts';
export * from './prompts.ts';
