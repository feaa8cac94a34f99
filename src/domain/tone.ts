/**
 * How a rating, a state or a figure is meant: good, to be watched, bad, or saying nothing.
 * The rule: a tone chooses a mark and a colour together; no colour is ever the only thing that says it.
 */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet';
