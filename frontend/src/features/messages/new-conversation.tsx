import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { UserSummary } from '@/api/models';
import { describeError, describeFault, ProblemError } from '@/api/problem';
import { Button } from '@/components/button';
import { TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { usePageTitle } from '@/lib/page';
import { useOnline } from '@/lib/use-online';
import { PaneHeader } from './pane-header';
import { PeoplePicker } from './people-picker';
import { faultsOf, useStartConversation } from './start-conversation';

const MOST_OTHERS = 19;

/** Choosing whom to write to: one person, or a group with a name. */
export function NewConversation() {
  usePageTitle('New conversation');
  const [chosen, setChosen] = useState<UserSummary[]>([]);
  const [name, setName] = useState('');
  const navigate = useNavigate();
  const online = useOnline();
  const start = useStartConversation();
  const handles = chosen.map(({ handle }) => handle);
  const isGroup = chosen.length > 1;
  const faults = faultsOf(start.error, start.variables?.handles ?? []);
  const nameFault = faultAt(start.error, 'name');
  const ready = chosen.length > 0 && (!isGroup || name.trim() !== '');

  const go = async () => {
    const [only] = handles;
    if (!ready || !only) return;
    if (!isGroup) {
      await navigate({ to: '/messages/new', search: { to: only } });
      return;
    }
    const group = await start.mutateAsync({ handles, name: name.trim().normalize('NFC') });
    await navigate({ to: '/messages/$group', params: { group: group.id }, replace: true });
  };
  return (
    <>
      <PaneHeader title="New conversation" back />
      <form
        aria-label="New conversation"
        onSubmit={(event) => {
          event.preventDefault();
          go().catch(() => undefined);
        }}
        className="flex min-h-0 grow flex-col gap-5 overflow-y-auto p-4 pb-24"
      >
        <PeoplePicker
          label="To"
          chosen={chosen}
          onChange={(people) => {
            start.reset();
            setChosen(people);
          }}
          most={MOST_OTHERS}
          faults={faults}
        />
        {isGroup && (
          <TextField
            label="Name of the group"
            value={name}
            maxLength={200}
            autoComplete="off"
            error={nameFault}
            hint="Everybody in it can change it. Up to 20 people, you among them."
            onChange={({ target }) => setName(target.value)}
          />
        )}
        {start.error && Object.keys(faults).length === 0 && !nameFault && (
          <Notice tone="danger">{describeError(start.error)}</Notice>
        )}
        {!online && <Notice>You’re offline. Conversations begin with a connection.</Notice>}
        <Button type="submit" busy={start.isPending} disabled={!ready || !online}>
          {isGroup ? 'Start the group' : 'Next'}
        </Button>
      </form>
    </>
  );
}

function faultAt(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const fault = error.fields.find((candidate) => candidate.field === field);
  return fault && describeFault(fault);
}
