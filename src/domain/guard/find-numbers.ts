/**
 * Finds what leads to one person by its shape: dates of birth, postcodes and addresses, phone numbers, e-mail
 * addresses, and the numbers that pupils, patients and checks have.
 * The rule: each pattern is fixed and runs in a time that grows with the text and no faster. Lines of organisations (03,
 * 0800, 0808, 101, 111, 999) and mailboxes of a role (office@, dsl@) are nobody's, and pass.
 */
import type { GuardSign } from './finding.ts';

export function findNumbers(folded: string): GuardSign[] {
  const found: GuardSign[] = [];
  if (hasBirth(folded)) found.push('date_of_birth');
  if (hasPostcode(folded) || hasStreet(folded)) found.push('address');
  if (hasPhone(folded)) found.push('phone_number');
  if (hasEmail(folded)) found.push('email_address');
  if (hasRecordNumber(folded)) found.push('record_number');
  return found;
}

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
const DATE = `(?:\\d{1,2}(?:st|nd|rd|th)?[ ./-]{1,3}(?:of )?(?:\\d{1,2}|${MONTH})(?:,? ?[ ./-]{0,2}\\d{2,4})?|${MONTH} \\d{1,2}|(?:19|20)\\d\\d\\b|(?:19|20)\\d\\d-\\d\\d-\\d\\d|\\d{6,8}\\b)`;
const BIRTH = new RegExp(
  `\\b(?:d[./ ]?o[./ ]?b\\b|date of birth|birth ?date|birthday|b-?day|born)[^a-z0-9]{0,4}(?:(?:is|was|on|in|the|of|:|=) ?){0,3}${DATE}`,
);

const hasBirth = (folded: string) => BIRTH.test(folded);

/** The areas of the Royal Mail, so that "y6 2nd" and "t4 1st" are none. */
const AREAS =
  'ab|al|ba|bb|bd|bf|bh|bl|bn|br|bs|bt|b|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|ec|eh|en|ex|e|fk|fy|gl|gu|gy|g|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|la|ld|le|ll|ln|ls|lu|l|me|mk|ml|m|ne|ng|nn|np|nr|nw|n|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|s|ta|td|tf|tn|tq|tr|ts|tw|ub|wa|wc|wd|wf|wn|wr|ws|wv|w|yo|ze';
const POSTCODE = new RegExp(
  `\\b(?:${AREAS})\\d[a-z\\d]?\\s{0,3}\\d(?!(?:st|nd|rd|th|hr|yr|ft|gb|tb|ds|ls|ps|as|bs|es|ys)\\b)[abd-hjlnp-uw-z]{2}\\b`,
);

const hasPostcode = (folded: string) => POSTCODE.test(folded);

const STREET =
  /(?:\b([a-z]+)[ ,:#-]{1,3})?\b\d{1,3}[a-d]?,? (?!(?:of|on|at|to|in|by|for|and|from|the|staff|pupils|min|mins|minutes|new|x)\b)[a-z'-]{2,20}(?: (?!(?:on|at|to|in|by|for|and|from|the|is|was|are|were|near|off)\b)[a-z'-]{2,20}){0,2} (?:road|rd|street|avenue|ave|lane|crescent|cres|terrace|grove|gardens|mews|close|drive|court|way|place|square|walk|hill|rise|row|view|croft|fold|vale|parade|heights|wharf|brow|meadows?|cottages)\b/g;
/** What may have a number and stand beside a road: gates, rooms, entrances. */
const NUMBERED =
  /^(?:gate|gates|door|doors|room|rooms|year|yr|site|zone|block|entrance|exit|class|camera|barrier|bay|bus|route|stop|phase|ks|floor|lift|tier|step|part|item|question|section|page|point|action|standard|no|of|at|by|nov|dec|jan|feb|mar|apr|jun|jul|aug|sep|oct|november|december|january|february|march|april|may|june|july|august|september|october)$/;
const LIVES =
  /\b(?:lives?|living|lived|staying|stays|address|home is|house is|resides?|sofa surfing|hiding)[ :,-]{1,4}(?:(?:is|at|in|on|to|with|now|currently|over|round|near|up|down|his|her|the|a|nan|nana|mum|dad|gran|aunt|flat|number|no|:|-)[ .:]{1,3}){0,6}(?:\d{1,3}[a-d]?\b|flat \d|number \d|[a-z'-]{2,20}(?: [a-z'-]{2,20})? (?:road|rd|street|avenue|ave|lane|crescent|terrace|grove|gardens|mews|close|drive|court|estate|way|place|hill)\b)/;
const MOVED =
  /\bmov(?:ed|ing) {1,3}(?:(?:to|in|into|with|over|round|up|down|a|the) ){0,4}(?:flat \d|number \d|[a-z'-]{2,20}(?: [a-z'-]{2,20})? (?:road|rd|street|avenue|ave|lane|crescent|terrace|grove|gardens|mews|close|estate)\b)/;

function hasStreet(folded: string): boolean {
  for (const [, before] of folded.matchAll(STREET))
    if (before === undefined || !NUMBERED.test(before)) return true;
  return LIVES.test(folded) || MOVED.test(folded);
}

/** Figures with marks between, from a nought or a plus on; an o among figures is a nought. */
const FIGURES = /(?:\+|\b00|\b[0o])[\d o()./-]{7,24}/g;

function hasPhone(folded: string): boolean {
  for (const [run] of folded.matchAll(FIGURES)) {
    const digits = run.replaceAll('o', '0').replace(/[^\d+]/g, '');
    const national = digits.replace(/^(?:\+|00)44\(?0?/, '0').replace(/^\+/, '00');
    if (/^0[127]\d{8,9}/.test(national) || /^00[1-9]\d{7}/.test(national)) return true;
  }
  return /\b7\d{3}[ -]?\d{6}\b|\b7\d{3}[ -]?\d{3}[ -]?\d{3}\b/.test(folded);
}

const EMAIL =
  /(?<![a-z0-9._%+-])([a-z0-9._%+-]{1,64})(?: ?@ ?|\(at\)|\[at\])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.[a-z]{2,24}\b/g;
const ROLE_MAILBOX =
  /^(?:admin|office|info|dsl|ddsl|safeguarding|safeguard|head|headteacher|enquiries|enquiry|reception|attendance|absence|it|ithelp|helpdesk|support|mash|lado|sendco|senco|send|governors|clerk|hr|contact|schooloffice|school|finance|no-?reply|help|training|lscp|frontdoor|earlyhelp|dpo|data|privacy|site|premises|caretaker|cpoms|prevent)[._-]?(?:team|office|lead|inbox|desk)?$/;

function hasEmail(folded: string): boolean {
  for (const [, mailbox] of folded.matchAll(EMAIL)) if (!ROLE_MAILBOX.test(mailbox ?? '')) return true;
  return false;
}

/** A pupil's number (UPN), an NHS number, a National Insurance number, a DBS certificate. */
const RECORD =
  /\b[a-hj-np-rt-z]\d{11}[\da-z]\b|\bupn\b.{0,8}?\d{6}|\bnhs (?:no|num|number)?(?: is| was)?[ .:#]{0,4}\d{3} ?\d{3} ?\d{4}\b|\b[a-ceghj-pr-tw-z][abceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d]\b|\bdbs\b[a-z .:#]{0,24}\b00\d{10}\b|\bpassport\b[a-z .:#]{0,12}\d{9}\b/;

const hasRecordNumber = (folded: string) => RECORD.test(folded);
