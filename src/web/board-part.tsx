/**
 * One part of the board under its heading.
 * The rule: a part is a region that bears its heading's name, so that it can be found without seeing it.
 */
import type { ComponentChildren } from 'preact';

export function BoardPart({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
