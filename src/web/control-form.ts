/**
 * What is said at the control door: a command one way, its outcome the other. Read by both sides, so that the
 * command line need not load a web server to ask one.
 */
import { z } from 'zod';

export const CONTROL_PATH = '/control';

/** A command with its options and the text of the file it was given, if any. */
export const commandSchema = z.strictObject({
  command: z.string().min(1).max(60),
  args: z.record(z.string().max(60), z.union([z.string().max(2_000), z.boolean()])),
  files: z.array(z.strictObject({ name: z.string().max(1_000), text: z.string() })).max(1),
});
export type ControlCommand = z.infer<typeof commandSchema>;

export const outcomeSchema = z.object({
  code: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  out: z.string(),
  errors: z.array(z.string()),
  file: z.string().optional(),
});
export type ControlOutcome = z.infer<typeof outcomeSchema>;
