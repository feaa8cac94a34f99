/**
 * One box of a form on the local page: its label, what is wrong with what stands in it, a word of help, and the box.
 * The rule: everything about a box is tied to it by id, so that a screen reader says it there.
 */
import type { Field } from '../../domain/form-field.ts';

type Boxed = { field: Field; id: string; fault?: string | undefined; value?: string | undefined };

export function FieldView({ field, id, fault, value }: Boxed) {
  const { hint } = field;
  const about = [...(fault ? [`${id}-fault`] : []), ...(hint === undefined ? [] : [`${id}-hint`])].join(' ');
  const described = { 'aria-describedby': about === '' ? undefined : about };
  const named = {
    id,
    name: field.name,
    autocomplete: 'off',
    autofocus: fault !== undefined,
    'aria-invalid': fault ? ('true' as const) : undefined,
    ...described,
  };
  const beside = (
    <>
      {hint === undefined ? null : (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault ? (
        <p class="field-fault" id={`${id}-fault`}>
          {fault}
        </p>
      ) : null}
    </>
  );
  const look = fault ? 'field faulty' : 'field';
  if (field.kind === 'choices')
    return (
      <fieldset class={look} {...described}>
        <legend>{field.label}</legend>
        {beside}
        <Ticks field={field} value={value ?? ''} />
      </fieldset>
    );
  return (
    <div class={look}>
      <label for={id}>
        {field.label}
        {field.kind === 'percent' ? ' (%)' : ''}
        {field.optional ? ' (may be left empty)' : ''}
      </label>
      {beside}
      <Box field={field} named={named} value={value} />
    </div>
  );
}

function Box({ field, named, value }: { field: Field; named: object; value: string | undefined }) {
  const { kind, most, latest, options = [] } = field;
  switch (kind) {
    case 'words':
      return (
        <textarea {...named} rows={3} maxLength={most}>
          {value}
        </textarea>
      );
    case 'date':
      return <input type="date" max={latest} {...named} value={value} />;
    case 'percent':
      return <input type="text" inputMode="decimal" {...named} value={value} />;
    case 'count':
      return <input type="text" inputMode="numeric" {...named} value={value} />;
    case 'choice':
    case 'person':
      return options.length === 0 ? (
        <input type="text" maxLength={most} {...named} value={value} />
      ) : (
        <select {...named}>
          {field.kind === 'person' ? (
            <option value="" selected={!value}>
              {field.optional ? 'Nobody' : 'Choose a name'}
            </option>
          ) : null}
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case 'line':
    case 'channel':
    case 'choices':
      return <input type="text" maxLength={most} {...named} value={value} />;
  }
}

/** Several of the options, each with a tick of its own. */
function Ticks({ field, value }: { field: Field; value: string }) {
  const ticked = value.split(',');
  return (
    <div class="ticks">
      {(field.options ?? []).map((option) => (
        <label key={option.value}>
          <input
            type="checkbox"
            name={field.name}
            value={option.value}
            checked={ticked.includes(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
