/**
 * Where on the local pages somebody is: whose page, which place, and how its messages are shown.
 * The rule: the address alone says all of it, so two windows may show one conversation in two ways, and every link
 * and form keeps the way it was reached in.
 */
import type { Place } from './private-answers.ts';
import type { View, Way } from './shown-as.ts';

export type Scene = { userId: string; place: Place; zone: string; view: View };

export function placePath({ userId, place }: Pick<Scene, 'userId' | 'place'>): string {
  const path = `/as/${encodeURIComponent(userId)}`;
  return place === 'channel' ? `${path}/channel` : path;
}

/** Enough of a scene to write its address. */
type There = { userId: string; place: Place; view: { way: Way } };
type Asked = Record<string, string>;

/** Its address, shown as it is now; `more` is what else to ask for. */
export function placeHref(scene: There, more: Asked = {}): string {
  return withAsked(placePath(scene), { ...more, ...viewAsked(scene) });
}

/** Where its messages arrive by themselves. */
export function liveHref(scene: Scene, seen: string): string {
  return withAsked(`${placePath(scene)}/live`, { seen, ...viewAsked(scene) });
}

/** What a form posts along, so that what comes back belongs to the same page. */
export function sceneFields(scene: Scene): Asked {
  return { place: scene.place, ...viewAsked(scene) };
}

function viewAsked({ view }: Pick<There, 'view'>): Asked {
  return view.way === 'plain' ? {} : { view: view.way };
}

function withAsked(path: string, asked: Asked): string {
  const query = new URLSearchParams(asked).toString();
  return query === '' ? path : `${path}?${query}`;
}
