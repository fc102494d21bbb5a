import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { UserSummary } from '@/api/models';
import { describeError } from '@/api/problem';
import { Avatar } from '@/components/avatar';
import { CloseIcon } from '@/components/icons';
import { usePeopleNamed } from './use-people-named';

interface PeoplePickerProps {
  label: string;
  chosen: readonly UserSummary[];
  onChange: (chosen: UserSummary[]) => void;
  most: number;
  /** Who can't be chosen, such as who is there already. */
  without?: readonly string[];
  /** What is wrong with some of them, by handle. */
  faults?: Readonly<Record<string, string>>;
}

/** A field that finds people while one types, and holds who was chosen. */
export function PeoplePicker(props: PeoplePickerProps) {
  const { label, chosen, onChange, most, without = [], faults = {} } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const { people, nobody, error } = usePeopleNamed(typed);
  const taken = new Set([...chosen.map(({ handle }) => handle), ...without]);
  const options = people.filter(({ handle }) => !taken.has(handle));
  const full = chosen.length >= most;
  const open = options.length > 0 && !full;
  const at = Math.min(marked, options.length - 1);

  const choose = (person: UserSummary | undefined) => {
    if (!person || full) return;
    onChange([...chosen, person]);
    setTyped('');
    setMarked(0);
    input.current?.focus();
  };
  const remove = (handle: string) => {
    onChange(chosen.filter((person) => person.handle !== handle));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const actions: Record<string, (() => void) | undefined> = {
      ArrowDown: open ? () => setMarked((at + 1) % options.length) : undefined,
      ArrowUp: open ? () => setMarked((at + options.length - 1) % options.length) : undefined,
      Enter: open ? () => choose(options[at]) : () => undefined,
      Escape: typed ? () => setTyped('') : undefined,
      Backspace: typed === '' ? () => remove(chosen.at(-1)?.handle ?? '') : undefined,
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    if (event.key === 'Escape') event.stopPropagation();
    action();
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      <div className="relative">
        <div className="flex min-h-12 flex-wrap items-center gap-1.5 rounded-xl border border-line-strong bg-surface px-2 py-1.5 transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-accent hover:border-accent">
          {chosen.map((person) => (
            <Chip
              key={person.handle}
              person={person}
              fault={faults[person.handle]}
              onRemove={() => remove(person.handle)}
            />
          ))}
          <input
            ref={input}
            id={id}
            role="combobox"
            aria-expanded={open}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={open ? `${id}-${at}` : undefined}
            aria-describedby={`${id}-notes`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-start=""
            value={typed}
            placeholder={chosen.length === 0 ? 'A name or a handle' : ''}
            onChange={({ target }) => {
              setTyped(target.value);
              setMarked(0);
            }}
            onKeyDown={onKeyDown}
            className="h-8 min-w-24 grow bg-transparent px-1.5 outline-none placeholder:text-soft"
          />
        </div>
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="People"
          hidden={!open}
          className="absolute inset-x-0 top-full z-20 mt-1.5 max-h-80 overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float"
        >
          {open &&
            options.map((person, index) => (
              <Option
                key={person.handle}
                id={`${id}-${index}`}
                person={person}
                marked={index === at}
                onChoose={() => choose(person)}
              />
            ))}
        </div>
      </div>
      <Notes id={`${id}-notes`}>
        {full && `That is as many as fit: ${most}.`}
        {!full && nobody && `Nobody’s name begins with “${typed.trim()}”.`}
        {error && describeError(error)}
      </Notes>
      {Object.entries(faults).map(([handle, words]) => (
        <p key={handle} role="alert" className="text-sm font-medium text-danger">
          @{handle} {words}
        </p>
      ))}
    </div>
  );
}

function Notes({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} aria-live="polite" className="text-sm text-soft empty:hidden">
      {children}
    </p>
  );
}

function Chip({
  person,
  fault,
  onRemove,
}: {
  person: UserSummary;
  fault: string | undefined;
  onRemove: () => void;
}) {
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1 rounded-full py-0.5 pr-1 pl-3 text-sm font-semibold ${fault ? 'bg-danger-veil text-danger' : 'bg-veil'}`}
    >
      <span className="truncate">{person.display_name}</span>
      <button
        type="button"
        aria-label={`Remove @${person.handle}`}
        onClick={onRemove}
        className="inline-flex size-7 shrink-0 items-center justify-center rounded-full text-soft hover:text-accent"
      >
        <CloseIcon />
      </button>
    </span>
  );
}

function Option({
  id,
  person,
  marked,
  onChoose,
}: {
  id: string;
  person: UserSummary;
  marked: boolean;
  onChoose: () => void;
}) {
  return (
    // The keyboard acts on the field, which names the marked option.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={marked}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={`flex cursor-pointer items-center gap-3 rounded-lg px-2.5 py-2 hover:bg-veil ${marked ? 'bg-veil' : ''}`}
    >
      <Avatar handle={person.handle} name={person.display_name} picture={person.avatar} size="sm" />
      <span className="min-w-0 leading-tight">
        <span className="block truncate font-semibold">{person.display_name}</span>
        <span className="block truncate text-sm text-soft">@{person.handle}</span>
      </span>
    </div>
  );
}
