/**
 * `setting FILE`: makes a setting as its file describes it, or brings the one of that reference into line.
 * The rule: one transaction, so nothing is half saved; the same file twice changes nothing; what the file leaves out
 * stays as it is. Nobody is asked anything by this: the staff list comes after. Reading the file is setting-file's.
 */
import type { Fault } from '../bank/fault.ts';
import type { Platform } from '../chat/chat.ts';
import type { Context } from '../cycle/context.ts';
import { type Saved, writeSetting } from '../cycle/write-setting.ts';
import { platformOfChannel } from '../domain/channel-id.ts';
import { usualType } from '../domain/framework.ts';
import { localDate } from '../domain/local-time.ts';
import type { SchoolCalendar } from '../domain/school-day.ts';
import { usualTerms } from '../domain/set-up-calendar.ts';
import { type Setting, USUAL_SETTING } from '../domain/setting.ts';
import { faultLine } from './check-bank.ts';
import { placedSettings } from './find-setting.ts';
import { calledOf, chooseWorkspace, type PlacedWorkspace, placedWorkspaces } from './find-workspace.ts';
import { badInput, done, type Given, type Outcome } from './outcome.ts';
import { readSettingFile, type SettingFile } from './setting-file.ts';

export async function saveSetting(given: Given, file: { name: string; text: string }): Promise<Outcome> {
  const read = readSettingFile(file.name, file.text);
  if (read.kind === 'refused') return badInput(...read.faults.map(faultLine));
  const refuse = (fault: Fault) => badInput(faultLine(fault));
  const { ref, workspace, channel } = read.file;
  const settings = (await placedSettings(given)).filter(({ setting }) => setting.ref === ref);
  const among = settings.map(({ org }) => org);
  const on = channel === undefined ? null : platformOfChannel(channel);
  const chosen = chooseWorkspace(await placedWorkspaces(given), workspace, among, on);
  if ('wrong' in chosen) return refuse(read.faultAt('workspace', chosen.wrong, chosen.mend));
  const { org, installation } = chosen.found;
  if (on !== null && on !== installation.platform)
    return refuse(
      read.faultAt(
        'channel',
        `It is a channel in ${PLATFORMS[on]}, and this school is in ${PLATFORMS[installation.platform]}.`,
        `Give the id of a channel there (in Teams the link to one, in quotes), or another workspace than ${calledOf(installation)}.`,
      ),
    );
  if (settings.some((one) => one.org !== org))
    return refuse(
      read.faultAt(
        'ref',
        'Another organisation has a setting with this reference.',
        'Choose another: commands name a setting by it alone.',
      ),
    );
  const before = settings[0]?.setting ?? null;
  const context = await given.world.contextFor(org);
  const after = settingFrom(read.file, before, chosen.found, context);
  const saved = await context.within((tx) =>
    writeSetting(context, tx, { before, after, periods: read.file.retention, by: null }),
  );
  return done(told(saved, after, chosen.found));
}

function settingFrom(
  file: SettingFile,
  before: Setting | null,
  { installation }: PlacedWorkspace,
  { ids, now }: Context,
): Setting {
  const kept = before ?? {
    ...USUAL_SETTING,
    type: usualType(file.phase),
    id: ids.id(),
    channel: null,
    calendar: null,
  };
  const zone = file.zone ?? kept.zone;
  const sites = file.sites ?? before?.sites;
  return {
    id: kept.id,
    ref: file.ref,
    name: file.name,
    dfeNumber: file.dfe_number ?? kept.dfeNumber,
    phase: file.phase,
    type: file.type ?? kept.type,
    nation: file.nation ?? kept.nation,
    zone,
    edition: kept.edition,
    weeklyBudget: file.weekly_questions ?? kept.weeklyBudget,
    windows: file.windows ?? kept.windows,
    askDays: file.ask_days ?? kept.askDays,
    digestDay: file.digest?.day ?? kept.digestDay,
    digestTime: file.digest?.time ?? kept.digestTime,
    contacts: file.contacts,
    ...(sites === undefined ? {} : { sites }),
    dslSeesCases: file.dsl_sees_cases ?? kept.dslSeesCases,
    calendar: kept.calendar ?? usualTerms(localDate(now, zone)),
    channel:
      file.channel === undefined
        ? kept.channel
        : { installationId: installation.installationId, channelId: file.channel },
  };
}

/** As the file calls it. */
const WRITTEN: Record<string, string> = {
  weeklyBudget: 'weekly_questions',
  askDays: 'ask_days',
  digestDay: 'digest day',
  digestTime: 'digest time',
  dslSeesCases: 'dsl_sees_cases',
};
const asWritten = (part: string) => WRITTEN[part] ?? part;

function told(
  { did, changed, questions, people }: Saved,
  setting: Setting,
  { installation }: PlacedWorkspace,
) {
  const { ref } = setting;
  const first = {
    made: `${ref}: saved, in the ${installation.platform === 'teams' ? 'Teams tenant' : 'workspace'} ${calledOf(installation)}, with ${questions} questions`,
    changed: `${ref}: brought up to date (${[...changed.map(asWritten), ...(questions > 0 ? [`${questions} new questions`] : [])].join(', ')})`,
    unchanged: `${ref}: as it was; nothing to change`,
  }[did];
  return [
    first,
    ...(did === 'made' ? [termsLine(setting.calendar)] : []),
    ...inventedLines(setting.contacts),
    ...nextLines(setting, people, installation.platform),
  ].join('\n');
}

/** Numbers beginning so ring nowhere: the example's, left as they were. */
const RINGS_NOWHERE = /01632\s*960/;

function inventedLines(contacts: Setting['contacts']): string[] {
  const left = (Object.keys(contacts) as (keyof Setting['contacts'])[]).filter((contact) =>
    RINGS_NOWHERE.test(contacts[contact]),
  );
  return left.length === 0
    ? []
    : [
        `Contacts: ${left.join(', ')} still with a telephone number from the example, which rings nowhere; put in your ` +
          'own before the staff list, and run this again',
      ];
}

function termsLine({ halfTerms }: SchoolCalendar): string {
  const [from] = halfTerms;
  const to = halfTerms.at(-1);
  return from === undefined || to === undefined
    ? 'Term dates: none are known for this school year, so nobody is asked yet; bring in your own: npm run vigil -- import calendar FILE --setting REF'
    : `Term dates: the usual ones in England, ${from.startsOn} to ${to.endsOn}; see that they are yours, or bring in your own: npm run vigil -- import calendar FILE --setting REF`;
}

const PLATFORMS: Record<Platform, string> = { local: 'the local workspace', slack: 'Slack', teams: 'Teams' };

/** What is to be done in the chat itself: to make a channel, and to let Vigil into it. */
const CHANNEL_STEPS: Record<Platform, { make: string; letIn: string }> = {
  local: { make: 'Give the channel in the file', letIn: 'See that the channel is there' },
  slack: {
    make: 'In Slack, make a private channel for the safeguarding leads',
    letIn: 'In Slack, in the safeguarding channel, write: /invite @Vigil',
  },
  teams: {
    make:
      'In Teams, make a team for the safeguarding leads alone, and add Vigil to it (most bots cannot post in a ' +
      'private channel; a shared channel or a group chat will do too)',
    letIn: 'In Teams, add Vigil to the team the channel is in, or to the group chat',
  },
};

function nextLines({ ref, channel }: Setting, people: number, platform: Platform): string[] {
  const { make, letIn } = CHANNEL_STEPS[platform];
  const steps = [
    channel === null
      ? `${make}, give its id as channel in the file, and run this again. Until then the digest goes to the lead on ` +
        'duty alone'
      : letIn,
    ...(people === 0 ? [`npm run vigil -- import people FILE --setting ${ref}`] : []),
    'npm run vigil -- doctor',
  ];
  return ['Next:', ...steps.map((step, at) => `  ${at + 1}. ${step}`)];
}
