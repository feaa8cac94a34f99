/**
 * What Vigil asks a Slack workspace to allow, and why, in plain words.
 * The rule: what may be refused is optional, and what is lost by that is said; the last two are for what is to come,
 * and say so. The manifests, the install page, doctor and the README say the same, and tests hold them to this list.
 */

export type Scope = {
  name: string;
  /** "Vigil needs it to …" */
  why: string;
  /** For one that a workspace may refuse: what is lost without it. */
  without: string | null;
};

const required = (name: string, why: string): Scope => ({ name, why, without: null });
const optional = (name: string, why: string, without: string): Scope => ({ name, why, without });

export const SCOPES: readonly Scope[] = [
  required(
    'chat:write',
    'send questions, alerts and the weekly digest, and redraw a question once it is answered',
  ),
  required('commands', 'offer /vigil'),
  required(
    'users:read',
    'know who is a full member, a guest or gone, so that only confirmed staff are asked, and in which time zone they are',
  ),
  required('users:read.email', 'match members to the staff list by e-mail address'),
  required(
    'im:history',
    'hear what is written to it in a direct message, so that a worried person is told whom to go to; and look there for a message of its own that may not have arrived',
  ),
  required('im:write', 'open a direct message with somebody on the staff list'),
  optional(
    'groups:read',
    'see whether the private safeguarding channel is there and Vigil is in it',
    'doctor cannot check a private channel',
  ),
  optional(
    'channels:read',
    'see whether the safeguarding channel is open to the whole workspace by mistake',
    'doctor cannot check an open channel',
  ),
  optional(
    'usergroups:read',
    'offer the workspace’s own groups when a lead looks for staff (to come)',
    'nothing is lost yet',
  ),
  optional('files:write', 'send a picture or a report as a file (to come)', 'nothing is lost yet'),
];

const isOptional = ({ without }: Scope) => without !== null;

export const REQUIRED_SCOPES: readonly string[] = SCOPES.filter((scope) => !isOptional(scope)).map(
  ({ name }) => name,
);
export const OPTIONAL_SCOPES: readonly string[] = SCOPES.filter(isOptional).map(({ name }) => name);
/** Slack wants an optional scope named among all of them too. */
export const ALL_SCOPES: readonly string[] = SCOPES.map(({ name }) => name);
