/**
 * The school that is tortured: a staff of any size, its setting and its workspace in a fake Slack.
 * The rule: invented from start to end; it is set up by the operator's commands alone. Its two short windows a day
 * bring its questions within a minute or two, so that a kill need not wait for an afternoon.
 */
import type { WorkspaceGiven } from '../slack/make-world.ts';

export const TEAM = 'T0OAK';
export const TOKEN = 'xoxb-1-torture';
export const CHANNEL = 'C0SAFE';
export const REF = 'oak';

export type Staff = { ref: string; name: string; role: string };

const LEADS: Staff[] = [
  { ref: 'D01', name: 'Ines Duarte', role: 'dsl;teacher' },
  { ref: 'D02', name: 'Joe Lamb', role: 'deputy_dsl;teacher' },
  { ref: 'H01', name: 'Kate Orr', role: 'headteacher' },
  { ref: 'S01', name: 'Len Voss', role: 'site_manager' },
  { ref: 'G01', name: 'Oli Grant', role: 'chair_of_governors' },
];

/** The leads, and teachers for the rest. */
export function staffOf(count: number): Staff[] {
  return [
    ...LEADS,
    ...Array.from({ length: Math.max(0, count - LEADS.length) }, (_, n) => ({
      ref: `T${String(n + 1).padStart(4, '0')}`,
      name: `Teacher ${n + 1}`,
      role: 'teacher',
    })),
  ];
}

export const userIdOf = (ref: string) => `U0${ref}`;
const emailOf = (ref: string) => `${ref.toLowerCase()}@oak.example`;

export const staffCsv = (staff: readonly Staff[]): string =>
  [
    'staff_ref,name,email,role,day_start,day_end',
    ...staff.map(({ ref, name, role }) => `${ref},${name},${emailOf(ref)},${role},07:00,18:00`),
  ].join('\n');

/**
 * Half past eight and half past three are when it is asked; everything else is as examples/setting.yaml has it. The
 * first is long enough for another replica to take over within it, the second is soon over.
 */
export const WINDOWS: readonly { from: string; to: string }[] = [
  { from: '08:30', to: '08:32' },
  { from: '15:30', to: '15:31' },
];

export const settingFile = (): string => `
ref: ${REF}
name: Oak Primary School
phase: primary
channel: ${CHANNEL}
zone: Europe/London
contacts:
  frontDoor: "01632 960301"
  outOfHours: "01632 960302"
  lado: "01632 960303"
  chair: "Robin Hale, 01632 960305"
  leadPhone: "01632 960304"
weekly_questions: 5
ask_days: Mon Tue Wed Thu Fri
windows:
${WINDOWS.map(({ from, to }) => `  - ${from}-${to}`).join('\n')}
`;

export const workspaceOf = (staff: readonly Staff[]): WorkspaceGiven => ({
  teamId: TEAM,
  name: 'Oak Primary',
  domain: 'oak',
  token: TOKEN,
  users: staff.map(({ ref, name }) => ({
    id: userIdOf(ref),
    realName: name,
    email: emailOf(ref),
    zone: 'Europe/London',
  })),
  channels: [
    {
      id: CHANNEL,
      name: 'safeguarding',
      isPrivate: true,
      members: ['U0BOT', ...['D01', 'D02', 'H01'].map(userIdOf)],
    },
  ],
});
