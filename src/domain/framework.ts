/**
 * What a setting's phase and type mean for it: which guidance it keeps, which return it makes, how long its year is, and
 * who stands over its headteacher.
 * The rule: chosen by phase and type alone (design §7.12): a nursery keeps the EYFS framework and makes no Section 175
 * return, and academies and independent schools make theirs under Section 157.
 */
import type { Phase } from './question.ts';

export const SETTING_TYPES = ['maintained', 'academy', 'independent', 'early_years', 'college'] as const;
export type SettingType = (typeof SETTING_TYPES)[number];

export const TYPE_LABELS: Record<SettingType, string> = {
  maintained: 'Maintained by the council',
  academy: 'Academy or free school',
  independent: 'Independent school',
  early_years: 'Nursery or other early years provider',
  college: 'College',
};

export type Framework = {
  guidance: 'KCSIE' | 'EYFS';
  /** The section of the Education Act 2002 its yearly return is made under; null where there is none to make. */
  section: '175' | '157' | null;
  /** Weeks of the year it is usually open. */
  weeks: 39 | 51;
  /** Whom a worry about the headteacher (or manager) goes to. */
  overseer: string;
};

/** Education Act 2002 s175 and s157; EYFS statutory framework, section 3; Independent School Standards. */
export function frameworkOf({ phase, type }: { phase: Phase; type: SettingType }): Framework {
  switch (type) {
    case 'early_years':
      return { guidance: 'EYFS', section: null, weeks: 51, overseer: 'the registered person' };
    case 'independent':
      return phase === 'nursery'
        ? { guidance: 'EYFS', section: null, weeks: 51, overseer: 'the registered person' }
        : { guidance: 'KCSIE', section: '157', weeks: 39, overseer: 'the proprietor' };
    case 'academy':
      return { guidance: 'KCSIE', section: '157', weeks: 39, overseer: 'the chair of governors or trustees' };
    case 'maintained':
    case 'college':
      return { guidance: 'KCSIE', section: '175', weeks: 39, overseer: 'the chair of governors' };
  }
}

/** What is most likely where only the phase is known. */
export function usualType(phase: Phase): SettingType {
  return phase === 'nursery' ? 'early_years' : phase === 'college' ? 'college' : 'maintained';
}

/** As a sentence for whoever has just chosen. */
export function frameworkLine({ guidance, section, weeks }: Framework): string {
  const back =
    section === null ? 'no Section 175 return is made' : `the yearly return is under Section ${section}`;
  return `${guidance === 'EYFS' ? 'It keeps the EYFS framework' : 'It keeps KCSIE'}; ${back}; usually open ${weeks} weeks a year.`;
}
