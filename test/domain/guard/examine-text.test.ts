/**
 * The child-data guard as a whole: each sign by name with what only looks like it, the tuning half of the corpus, and
 * what must hold of any text.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examineText } from '../../../src/domain/guard/examine-text.ts';
import { GUARD_SIGNS, type GuardSign } from '../../../src/domain/guard/finding.ts';
import { FURTHER } from '../../fixtures/guard-further.ts';
import { ADULT_ROUNDS } from '../../fixtures/guard-rounds-adult.ts';
import { CHILD_ROUNDS } from '../../fixtures/guard-rounds-child.ts';
import { ORDINARY_ROUNDS } from '../../fixtures/guard-rounds-ordinary.ts';
import { TUNING } from '../../fixtures/guard-tuning.ts';

const SIGNS: Record<GuardSign, { seen: string[]; passed: string[] }> = {
  name_with_class: {
    seen: ['Ellie in 4B', 'yr 9 jayden', 'Harry, Year 2', 'Oscar from 5 Willow', 'Aisha (Reception)'],
    passed: ['Emma teaches 4B', '4B covered by Emma', 'Miss Lee in 4B', 'Lights in 4B', 'Emma on reception'],
  },
  named_child: {
    seen: [
      'Freya’s mum rang',
      'Poppy is on a CP plan',
      'Body map Alfie Jones.pdf',
      'pupil called Kacper',
      'Lola, aged 6',
    ],
    passed: [
      'Mum and baby group',
      'Body map forms printed',
      'Jo updates the LAC list',
      'pupil voice by Kacper',
    ],
  },
  initials: {
    seen: ['JT in 4B', 'K.P. (Y6)', 'SB’s mum', 'AB on CP plan'],
    passed: ['RE in 4B', 'TA in 4B', 'PE kit for Y6', 'SLT on plan B'],
  },
  date_of_birth: {
    seen: ['dob 12/3/2014', 'D.O.B: 01.09.15', 'born on 3rd of June 2012', 'date of birth 4 May 2016'],
    passed: ['approved 12/3/2024', 'dob column removed', 'born leaders course', 'review on 4 May 2026'],
  },
  address: {
    seen: ['12 Oak Road', 'flat 3b, 9 Elm Close', 'now in M14 5RT', 'lives on the Mill estate', 'sw1a2aa'],
    passed: ['Gate 3 Mill Lane side', 'Y6 2nd door', '12 November', 'Room 4 close the door', 'B12 3pm'],
  },
  phone_number: {
    seen: ['07700 900123', '(0114) 496 0123', '+44 7700 900 789', 'o7700 9oo123'],
    passed: ['Childline 0800 1111', '0300 123 4567', 'ext 204', '999 or 101', '2026-11-12 09:30'],
  },
  email_address: {
    seen: ['jenny.holt82@gmail.com', 'write to tom_b @ mail.co.uk'],
    passed: ['dsl@oak.sch.uk', 'office@oak.sch.uk', 'ask @Karen', 'meet @ 3.30'],
  },
  record_number: {
    seen: [
      'UPN A123456789012',
      'NHS number 943 476 5919',
      'NI QQ123456C'.replace('QQ', 'AB'),
      'DBS no 001234567890',
    ],
    passed: ['PO 4500123', 'DBS list has 12 names', 'asset A1234', 'nhs poster 12'],
  },
  injury: {
    seen: ['bruises on her legs', 'a black eye on one of the boys', 'cut on his arm', 'JT has a bite mark'],
    passed: ['Bruising policy read', 'Broken arm on the barrier', 'power cut', 'Cut the hedge back'],
  },
  disclosure: {
    seen: [
      'she told me her dad hits her',
      'he doesn’t want to go home',
      'stepmum locks him in',
      'a girl said uncle has a secret game',
      'Jake punched Tyler',
      'worried about a girl in my class',
      'i dont feel safe at home',
    ],
    passed: [
      'He told me the fob system is down',
      'She said she would send the register',
      'Home visits policy updated',
      'Worried about the fence',
      'What to do if a child says their dad hits them: quiz done',
    ],
  },
  self_harm: {
    seen: ['he wants to die', 'a pupil is self-harming', 'she is cutting herself', 'took pills'],
    passed: ['Self-harm policy reviewed', 'Suicide prevention training', 'Cutting costs'],
  },
  allegation: {
    seen: [
      'Mr Smith shouted and grabbed a pupil',
      'I saw the coach alone with…',
      'TA pushed a child',
      'a pupil was hit by the caretaker',
      'Low level concern about Miss Begum',
    ],
    passed: [
      'Mr Smith grabbed the spare key',
      'Low level concerns form is on the drive',
      'No allegations this term',
      'Volunteers are never left alone with children',
      'Coach company sent its insurance',
    ],
  },
};

test.each(['ᴍʏ ᴅᴀᴅ ʜɪᴛꜱ ᴍᴇ', '🅜🅨 🅓🅐🅓 🅗🅘🅣🅢 🅜🅔', '🅼🆈 🅳🅰🅳 🅷🅸🆃🆂 🅼🅴'])('fancy letters are letters: %s', (text) => {
  expect(examineText(text)?.about).toBe('child');
});

describe('each sign, and what only looks like it', () => {
  for (const sign of GUARD_SIGNS) {
    test(`${sign}: seen`, () => {
      expect(SIGNS[sign].seen.filter((text) => !examineText(text)?.signs.includes(sign))).toEqual([]);
    });
    test(`${sign}: not seen`, () => {
      expect(SIGNS[sign].passed.filter((text) => examineText(text) !== null)).toEqual([]);
    });
  }
});

describe('whom it seems to be about', () => {
  const about = (text: string) => examineText(text)?.about;
  test('an adult who works with children, also where a child tells it', () => {
    expect(about('She told me Mr Smith touched her leg')).toBe('adult');
    expect(about('A pupil in 4B says the coach hit him')).toBe('adult');
  });

  test('a child, where a relative or another child did it, whoever was told', () => {
    expect(about('Told Mrs Khan that Ellie’s dad hits her')).toBe('child');
    expect(about('Mr Lee saw a boy punch a girl')).toBe('child');
    expect(about('her uncle grabbed her arm')).toBe('child');
  });
});

describe('names on the staff list', () => {
  const known = { staffNames: ['Ellie Marsh', 'Tom Hall'] };
  test('are no child’s with a class', () => {
    expect(examineText('Ellie in 4B has the first aid bag')).not.toBeNull();
    expect(examineText('Ellie in 4B has the first aid bag', known)).toBeNull();
  });

  test('are adults in an allegation', () => {
    expect(examineText('Ellie slapped a child', known)?.about).toBe('adult');
  });

  test('hide no harm: a child may have the same name', () => {
    expect(examineText('Ellie has bruises on her arm', known)).not.toBeNull();
  });

  test('that are ordinary words hide nothing', () => {
    expect(examineText('after the hall she got hit by him', known)?.about).toBe('child');
  });
});

describe('the tuning half', () => {
  test('is 150 or more of each kind, none said twice', () => {
    expect(TUNING.filter(({ stop }) => stop !== null).length).toBeGreaterThanOrEqual(150);
    expect(TUNING.filter(({ stop }) => stop === null).length).toBeGreaterThanOrEqual(150);
    const said = TUNING.map(({ text }) => text.toLowerCase().replace(/[^a-z0-9]/g, ''));
    expect(said.filter((text, nth) => said.indexOf(text) !== nth)).toEqual([]);
  });

  test('is told apart wholly, since the rules were made on it: what is unseen is measured by the bench', () => {
    const wrong = TUNING.filter(({ text, stop }) => (examineText(text)?.about ?? null) !== stop);
    expect(wrong).toEqual([]);
  });
});

describe('what was written later', () => {
  test('the further phrases are stopped, or pass, as each says', () => {
    const wrong = FURTHER.filter(({ text, stop }) => (examineText(text) !== null) !== (stop !== null));
    expect(wrong).toEqual([]);
  });

  test('of the rounds no more is missed, and no more stopped for nothing, than when they were written', () => {
    const stopped = (phrases: typeof FURTHER) =>
      phrases.filter(({ text }) => examineText(text) !== null).length;
    expect(stopped(CHILD_ROUNDS)).toBeGreaterThanOrEqual(0.95 * CHILD_ROUNDS.length);
    expect(stopped(ADULT_ROUNDS)).toBeGreaterThanOrEqual(0.94 * ADULT_ROUNDS.length);
    expect(stopped(ORDINARY_ROUNDS)).toBeLessThanOrEqual(0.03 * ORDINARY_ROUNDS.length);
  });

  test('each rule about an adult stops what nothing else does, and lets pass what is near it', () => {
    const rules: [string, string][] = [
      // Addressed: spoken to or handled at once.
      ['Mr Tate lets them smoke', 'Mr Tate lets them know about the rota'],
      // Staff as such, and one child.
      ['staff in the unit are putting him in a cold shower', 'staff in the unit are putting up a display'],
      // One unnamed, with somebody in their care.
      ['He gave a y6 his old phone so they could keep in touch', 'He gave a y6 assembly on fire drills'],
      // Asked whom to tell.
      ['Who do I go to if its about the head of school', 'Who do I go to about the keys'],
      // How somebody is with children.
      ['I dont like the way he looks at the sixth form girls', 'I like the way he set out the policy'],
      // Where children sleep.
      [
        'Houseparent has been going into the dorms after lights out',
        'House staff do a headcount at lights out',
      ],
      // Written by a pupil.
      ['sir called me a fat cow', 'Sir Tom is visiting'],
      // What only staff do.
      ['she restrained him face down for ten minutes and didnt write it up', 'restraint log is up to date'],
      // With somebody, and not a word of the working day.
      ['the lsa ate his lunch because he was being rude', 'the lsa has her own key'],
      // Unfit by itself.
      ['colleague turned up to parents evening slurring', 'colleague turned up to parents evening early'],
    ];
    expect(rules.filter(([stop]) => examineText(stop)?.about !== 'adult').map(([stop]) => stop)).toEqual([]);
    expect(rules.filter(([, pass]) => examineText(pass) !== null).map(([, pass]) => pass)).toEqual([]);
  });

  test('so does each about a child', () => {
    const rules: [string, string][] = [
      // Of a child's own life.
      ['5yo acting out sex with the dolls', 'sex education for 5 year groups done'],
      // A relative and whoever is theirs.
      [
        'mum left them with the neighbour on thursday and has not come back',
        'mums and dads use the top gate',
      ],
      // Without an article.
      ['Child arrived with wet trousers from yesterday', 'Child protection files audited'],
      // Nobody has seen them.
      ['Nobody has seen Demi since period 2', 'Nobody has seen the fob since period 2'],
      // A hurt, and how it came to be seen.
      ['big bruise shaped like fingers', 'bruises policy updated'],
      // One letter that stands for somebody.
      ['has anyone else noticed how thin K has got', 'plan B has been signed'],
      // A family by its name.
      ['the Walsh family have been evicted', 'the Walsh family fund paid for the fence'],
      // "If she", of one already spoken of.
      [
        'dad made a comment about breaking her legs if she talks to boys',
        'training on what to do if she talks',
      ],
      // A theme does not excuse what is told of one child.
      ['a group chat has a video of a y8 being battered in the park', 'video on bullying shown in assembly'],
    ];
    expect(rules.filter(([stop]) => examineText(stop) === null).map(([stop]) => stop)).toEqual([]);
    expect(rules.filter(([, pass]) => examineText(pass) !== null).map(([, pass]) => pass)).toEqual([]);
  });

  test('four thousand characters take less than a fiftieth of a second', () => {
    const long = [...FURTHER, ...ADULT_ROUNDS]
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 4_000);
    examineText(long);
    const from = process.cpuUsage();
    for (let time = 0; time < 5; time += 1) examineText(long);
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 5_000).toBeLessThan(20);
  });
});

describe('whatever the text', () => {
  const phrase = fc.constantFrom(...TUNING.map(({ text }) => text));
  const anything = fc.oneof(
    phrase,
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(phrase, { maxLength: 5 }).map((parts) => parts.join(' ')),
    fc.lorem({ maxCount: 30 }),
  );
  const same = (one: string, other: string) => expect(examineText(other)).toEqual(examineText(one));

  test('it never throws, signs are in their order and said once, and the finding holds none of the text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const finding = examineText(text);
        if (finding === null) return;
        expect(Object.keys(finding).sort()).toEqual(['about', 'signs']);
        expect(['child', 'adult']).toContain(finding.about);
        expect(finding.signs.length).toBeGreaterThan(0);
        expect(GUARD_SIGNS.filter((sign) => finding.signs.includes(sign))).toEqual(finding.signs);
      }),
      { numRuns: 400 },
    );
  });

  test('capitals change nothing', () => {
    fc.assert(
      fc.property(phrase, (text) => {
        same(text, text.toUpperCase());
        same(text, text.toLowerCase());
      }),
      { numRuns: 400 },
    );
  });

  test('more and other white space changes nothing', () => {
    const space = fc.constantFrom(' ', '  ', '\n', '\t', '\u00a0', '\u2003', '\r\n');
    fc.assert(
      fc.property(phrase, fc.array(space, { minLength: 40, maxLength: 40 }), (text, spaces) => {
        let nth = 0;
        same(
          text,
          text.replace(/ /g, () => spaces[nth++ % spaces.length] ?? ' '),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('what cannot be seen changes nothing, wherever it stands', () => {
    const unseen = fc.constantFrom(
      '\u200b',
      '\u200d',
      '\u2060',
      '\ufeff',
      '\u00ad',
      '\u202e',
      '\u034f',
      '\ufe0f',
    );
    fc.assert(
      fc.property(phrase, unseen, fc.nat(), (text, mark, seed) => {
        const letters = [...text];
        letters.splice(seed % (letters.length + 1), 0, mark);
        same(text, letters.join(''));
      }),
      { numRuns: 400 },
    );
  });

  test('full-width and bold letters and curly quotes change nothing', () => {
    const wide = (text: string) =>
      [...text]
        .map((at) => (/[A-Za-z0-9]/.test(at) ? String.fromCodePoint((at.codePointAt(0) ?? 0) + 0xfee0) : at))
        .join('');
    fc.assert(
      fc.property(phrase, (text) => {
        same(text, wide(text));
        same(text.replaceAll('’', "'"), text.replaceAll("'", '’'));
      }),
      { numRuns: 400 },
    );
  });

  test('letters of other alphabets that look the same change nothing', () => {
    const alike: Record<string, string> = { a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х', i: 'і', s: 'ѕ' };
    const disguised = 'she told me her dad hits her'.replace(
      /[aeocpxis]/g,
      (letter) => alike[letter] ?? letter,
    );
    expect(disguised).not.toBe('she told me her dad hits her');
    same('she told me her dad hits her', disguised);
  });

  test('nothing is hidden behind other sentences, before it or after', () => {
    const stopped = TUNING.filter(({ stop }) => stop !== null).map(({ text }) => text);
    const padding = 'The gate was checked and the list is signed. '.repeat(2_200);
    fc.assert(
      fc.property(fc.constantFrom(...stopped), (text) => {
        expect(examineText(`${padding}\n${text}`)).not.toBeNull();
        expect(examineText(`${text}.\n${padding}`)).not.toBeNull();
      }),
      { numRuns: 120 },
    );
  });
});
