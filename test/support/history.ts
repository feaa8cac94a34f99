/**
 * Writes prompts, replies, alerts and actions of the past straight into a test school, as the steps would have
 * left them, so a count can be checked against a history small enough to add up by hand.
 */
import type { Answer } from '../../src/domain/answer.ts';
import { instantAt, isoWeek, type LocalDate } from '../../src/domain/local-time.ts';
import type { PromptState } from '../../src/domain/prompt.ts';
import type { Verdict } from '../../src/domain/question.ts';
import type { Store } from '../../src/store/database.ts';
import { action, alert, prompt, reply } from '../../src/store/schema/index.ts';
import { countedIds } from './fixed.ts';
import type { School } from './school.ts';

export type Past = {
  question: string;
  person: string;
  on: LocalDate;
  /** Left out: asked and not answered. */
  verdict?: Verdict;
  /** What was answered, where the verdict alone does not say. */
  answer?: Answer;
  /** On which day it was answered; the same day when left out. */
  answeredOn?: LocalDate;
  state?: PromptState;
  dueOn?: LocalDate;
  /** The day it became overdue; its due date when left out. */
  overdueOn?: LocalDate;
  seconds?: number;
  /** A later correction of the answer. */
  corrected?: { verdict: Verdict; on: LocalDate };
  delivered?: boolean;
  closesAt?: Date;
};

export type History = {
  add(past: Past): Promise<{ promptId: string; replyId: string | null; token: string }>;
  /** About a duty's prompt, or about the attestations that became overdue on a day. */
  overdueAlert(
    about: { promptId: string } | { on: LocalDate },
    state: 'open' | 'acknowledged',
  ): Promise<void>;
  openAction(made: {
    replyId: string;
    question: string;
    owner: string;
    on: LocalDate;
    dueOn: LocalDate;
  }): Promise<void>;
};

export function historyOf(store: Store, school: School, block = 900): History {
  const ids = countedIds(block);
  const questionOf = (id: string) => {
    const found = school.questions.find((question) => question.id === id);
    if (!found) throw new Error(`The test school has no question ${id}`);
    return found;
  };
  const key = { orgId: school.org, settingId: school.setting.id };
  const at = (on: LocalDate, time: string) => instantAt(on, time, school.setting.zone);
  const answerOf = (verdict: Verdict): Answer =>
    verdict === 'unsure' ? { kind: 'not_sure' } : { kind: 'choice', key: verdict === 'good' ? 'yes' : 'no' };
  return {
    async add(past) {
      const {
        id: questionId,
        version: questionVersion,
        kind,
        standard,
        indicator,
      } = questionOf(past.question);
      const seconds = past.seconds ?? 10;
      const personId = school.person(past.person).id;
      const promptId = ids.id();
      const token = `history-${ids.token()}`;
      const answered = past.verdict !== undefined;
      const answeredOn = past.answeredOn ?? past.on;
      const delivered = past.delivered ?? true;
      const common = { ...key, personId, questionId, questionVersion, kind, standard, indicator };
      const revisions = answered
        ? [
            { verdict: past.verdict as Verdict, on: answeredOn },
            ...(past.corrected ? [past.corrected] : []),
          ].map((said, place) => ({
            ...common,
            replyId: ids.id(),
            promptId,
            revision: place + 1,
            answer: past.answer ?? answerOf(said.verdict),
            verdict: said.verdict,
            seconds,
            repliedAt: at(said.on, '15:30'),
            localDate: said.on,
            localWeek: isoWeek(said.on),
          }))
        : [];
      const replyId = revisions.at(-1)?.replyId ?? null;
      const asked: PromptState = delivered ? 'asked' : 'planned';
      const open = past.verdict === undefined || past.verdict === 'pending';
      await store.within(school.org, async (tx) => {
        await tx.insert(prompt).values({
          ...common,
          promptId,
          occurrence: past.on,
          token,
          seconds,
          state: past.state ?? (open ? asked : 'answered'),
          localDate: past.on,
          localWeek: isoWeek(past.on),
          askAt: at(past.on, '08:05'),
          askedAt: delivered ? at(past.on, '08:06') : null,
          dueOn: past.dueOn ?? null,
          overdueAt:
            past.state === 'overdue' && past.dueOn ? at(past.overdueOn ?? past.dueOn, '16:00') : null,
          closesAt: past.closesAt ?? at('2027-07-31', '23:59'),
          answeredAt: open ? null : at(answeredOn, '15:30'),
          replyId,
        });
        if (revisions.length > 0) await tx.insert(reply).values(revisions);
      });
      return { promptId, replyId, token };
    },
    async overdueAlert(about, state) {
      await store.within(school.org, (tx) =>
        tx.insert(alert).values({
          ...key,
          alertId: ids.id(),
          kind: 'on' in about ? 'overdue_attestations' : 'overdue_duty',
          subject: 'on' in about ? about.on : about.promptId,
          token: ids.token(),
          state,
          openedAt: at('2026-11-01', '16:00'),
        }),
      );
    },
    async openAction({ replyId, question, owner, on, dueOn }) {
      const { id: questionId, standard, indicator } = questionOf(question);
      await store.within(school.org, (tx) =>
        tx.insert(action).values({
          ...key,
          actionId: ids.id(),
          questionId,
          standard,
          indicator,
          replyId,
          ownerId: school.person(owner).id,
          openedAt: at(on, '15:30'),
          openedWeek: isoWeek(on),
          dueOn,
        }),
      );
    },
  };
}
