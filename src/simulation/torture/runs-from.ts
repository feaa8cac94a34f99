/**
 * The line by which the program says that it is up, and where.
 * The rule: the one that reads it and the clock that begins to run with it look for the same words.
 */
export const RUNS_FROM = /^Vigil is at (\S+)/;
