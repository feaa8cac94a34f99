/**
 * The nations whose bank holidays differ. Apart from domain/bank-holidays, so that to name them costs no more than
 * their names.
 */
export const NATIONS = ['england', 'wales', 'scotland', 'northern_ireland'] as const;
export type Nation = (typeof NATIONS)[number];
