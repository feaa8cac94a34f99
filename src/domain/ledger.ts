/**
 * The ledger's form: the kinds of change it records and what a row may hold.
 * The rule: ids, states and counts only; never an answer, a name or a note.
 */

const LEDGER_KINDS = [
  'installation_made',
  'installation_renewed',
  'installation_revoked',
  'setting_created',
  'setting_changed',
  'people_imported',
  'person_confirmed',
  'person_unreachable',
  'person_reachable',
  'member_linked',
  'member_declined',
  'roles_changed',
  'bank_loaded',
  'prompt_planned',
  'prompt_asked',
  'prompt_later',
  'prompt_handed_on',
  'prompt_lapsed',
  'prompt_cancelled',
  'prompt_nudged',
  'prompt_overdue',
  'reply_recorded',
  'reply_corrected',
  'action_opened',
  'alert_opened',
  'alert_climbed',
  'alert_acknowledged',
  'alert_closed',
  'alert_reopened',
  'digest_sent',
  'message_failed',
  'message_held',
  'message_found',
  'message_released',
  'channel_parked',
  'channel_mended',
  'question_not_asked',
  'cases_permission_changed',
  'answers_viewed',
  'board_link_made',
  'board_entered',
  'board_left',
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

export type LedgerFacts = Record<string, string | number | boolean | null>;
