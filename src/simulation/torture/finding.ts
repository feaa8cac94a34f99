/**
 * Something that may never be, and was found: by which check, and where.
 * The rule: never what was answered, and nobody's name.
 */
export type Finding = { check: string; where: string };
