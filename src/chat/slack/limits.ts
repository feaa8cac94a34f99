/**
 * How much Slack takes: blocks in a message, characters in a text, elements in a block.
 * The rule: everything Slack would refuse for its size is written here once, with where the number is from when it
 * is not in Slack's own reference. What happens beyond a limit is said by whoever draws.
 */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  /**
   * All text of a message's blocks together, a block counting as so many letters more. Slack names no number; others
   * met msg_blocks_too_long at about 13,200 counted so (bolt-js#2509 and #2867), and a tenth is left as a margin.
   */
  messageText: 12_000,
  blockText: 125,
  /** A section's text. Slack names no limit for a rich_text block; we keep to the same. */
  text: 3_000,
  /** One element of a context block: 3,000 in the reference, 2,000 in what others have met. */
  quiet: 2_000,
  heading: 150,
  buttons: 25,
  label: 75,
  /** What a narrow screen still shows of a button's label (Slack's reference: "may truncate with ~30 characters"). */
  labelSeen: 30,
  /** Read aloud in place of the label. */
  spoken: 75,
  value: 2_000,
  tables: 1,
  tableRows: 100,
  tableColumns: 20,
  /** All cells of a message's table together. */
  tableText: 10_000,
  /** A view's title, submit and close. */
  viewWord: 24,
  viewMemory: 3_000,
  inputLabel: 2_000,
  /** The text beside the blocks. chat.update refuses more than 4,000 bytes of it, chat.postMessage takes more. */
  summary: 3_000,
  summaryBytes: 4_000,
} as const;
