/**
 * How the shapes of a card's parts are written down: each field with what may stand in it.
 * The rule: data only, read by check-shape, so that parts may contain each other. What is not listed is refused.
 */
export type Kind =
  | 'card'
  | 'element'
  | 'shown'
  | 'action'
  | 'column'
  | 'row'
  | 'cell'
  | 'tableColumn'
  | 'fact'
  | 'inline'
  | 'choice';

export type Spec =
  | { is: 'text'; blank?: boolean; of?: RegExp }
  | { is: 'flag' }
  | { is: 'number' }
  | { is: 'one'; of: readonly string[] }
  | { is: 'part'; kind: Kind }
  | { is: 'list'; of: Spec; least: number; most: number }
  | { is: 'either'; of: readonly Spec[] }
  | { is: 'record' };

export type Shape = { kinds: readonly Kind[]; needs: readonly string[]; has: Record<string, Spec> };

export const text: Spec = { is: 'text' };
export const anyText: Spec = { is: 'text', blank: true };
export const flag: Spec = { is: 'flag' };
export const number: Spec = { is: 'number' };
export const record: Spec = { is: 'record' };
export const like = (of: RegExp): Spec => ({ is: 'text', of });
export const one = (...of: string[]): Spec => ({ is: 'one', of });
export const part = (kind: Kind): Spec => ({ is: 'part', kind });
export const either = (...of: Spec[]): Spec => ({ is: 'either', of });
export const list = (of: Spec, least = 0, most = Number.POSITIVE_INFINITY): Spec => ({
  is: 'list',
  of,
  least,
  most,
});
export const parts = (kind: Kind, least = 0): Spec => list(part(kind), least);

export const shape = (kinds: Kind | Kind[], needs: string[], has: Record<string, Spec>): Shape => ({
  kinds: [kinds].flat(),
  needs,
  has,
});
