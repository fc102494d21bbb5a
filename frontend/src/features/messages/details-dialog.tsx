import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sameHandle, type Member, type MessageGroup } from '@/api/messages';
import type { UserSummary } from '@/api/models';
import { describeError, describeFault, ProblemError } from '@/api/problem';
import { Avatar } from '@/components/avatar';
import { Button } from '@/components/button';
import { Dialog, DialogActions } from '@/components/dialog';
import { SelectField, TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { Switch } from '@/components/switch';
import { isTtl, TTLS } from '@/lib/text/ttl';
import { useOwnHandle } from './messaging-context';
import { PeoplePicker } from './people-picker';
import { faultsOf } from './start-conversation';
import { useAddMember, useLeave, useMute, useUpdateGroup } from './use-change-group';
import { nameOf } from './words';

const MOST = 20;

/** Who is in a conversation, and what can be changed about it. */
export function DetailsDialog({ group, onClose }: { group: MessageGroup; onClose: () => void }) {
  const me = useOwnHandle();
  const isGroup = group.kind === 'group';
  return (
    <Dialog open onOpenChange={onClose} title={nameOf(group, me)} sheet>
      <div className="flex flex-col gap-6 px-4 pt-2 pb-6">
        {isGroup && <Rename group={group} />}
        <TimerChoice group={group} />
        <MuteSwitch group={group} />
        <Members group={group} me={me} />
        {isGroup && <AddPerson group={group} />}
        {isGroup && <Leave group={group} onLeft={onClose} />}
      </div>
    </Dialog>
  );
}

function Rename({ group }: { group: MessageGroup }) {
  const [name, setName] = useState(group.name ?? '');
  const update = useUpdateGroup(group.id);
  const changed = name.trim() !== '' && name.trim() !== group.name;
  return (
    <form
      aria-label="Rename the group"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) update.mutate({ name: name.trim().normalize('NFC') });
      }}
      className="flex flex-col gap-2"
    >
      <TextField
        label="Name of the group"
        value={name}
        maxLength={200}
        autoComplete="off"
        error={update.error ? faultOr(update.error, 'name') : undefined}
        onChange={({ target }) => setName(target.value)}
      />
      {changed && (
        <Button type="submit" busy={update.isPending} className="self-end">
          Rename
        </Button>
      )}
    </form>
  );
}

function TimerChoice({ group }: { group: MessageGroup }) {
  const update = useUpdateGroup(group.id);
  const value = update.isPending ? (update.variables.timer ?? group.timer) : group.timer;
  return (
    <SelectField
      label="Messages burn after"
      value={value}
      error={update.error ? describeError(update.error) : undefined}
      hint="For what is sent from now on, by everybody here; it counts from sending. What was said before stays as it is. Nobody can stop a screenshot."
      onChange={({ target }) => {
        const timer = isTtl(target.value) ? target.value : 'off';
        update.mutate({ timer });
      }}
    >
      <option value="off">Never</option>
      {TTLS.map((ttl) => (
        <option key={ttl.value} value={ttl.value}>
          {ttl.label}
        </option>
      ))}
    </SelectField>
  );
}

function MuteSwitch({ group }: { group: MessageGroup }) {
  const mute = useMute(group.id);
  const muted = mute.isPending ? mute.variables : group.muted;
  return (
    <div>
      <Switch
        label="Mute"
        hint="New messages still arrive; they don’t count in the badges."
        checked={muted}
        onChange={(on) => mute.mutate(on)}
      />
      {mute.error && <p className="text-sm text-danger">{describeError(mute.error)}</p>}
    </div>
  );
}

function Members({ group, me }: { group: MessageGroup; me: string }) {
  return (
    <section aria-label="Members">
      <h3 className="pb-2 text-sm font-semibold">
        {group.kind === 'group' ? `Members (${group.members.length} of ${MOST})` : 'Between'}
      </h3>
      <ul className="flex flex-col gap-1">
        {group.members.map((member) => (
          <MemberRow key={member.handle} member={member} mine={sameHandle(member.handle, me)} />
        ))}
      </ul>
    </section>
  );
}

function MemberRow({ member, mine }: { member: Member; mine: boolean }) {
  const { handle, display_name, avatar, suspended } = member;
  return (
    <li>
      <Link
        to="/@{$handle}"
        params={{ handle }}
        className="flex items-center gap-3 rounded-lg p-1.5 transition-colors hover:bg-veil"
      >
        <Avatar handle={handle} name={display_name} picture={avatar} size="sm" />
        <span className="min-w-0 leading-tight">
          <span className="block truncate font-semibold">
            {display_name}
            {mine && <span className="font-normal text-soft"> (you)</span>}
          </span>
          <span className="block truncate text-sm text-soft">
            @{handle}
            {suspended && ' · suspended'}
          </span>
        </span>
      </Link>
    </li>
  );
}

function AddPerson({ group }: { group: MessageGroup }) {
  const [chosen, setChosen] = useState<UserSummary[]>([]);
  const add = useAddMember(group.id);
  const [person] = chosen;
  const handles = group.members.map(({ handle }) => handle);
  if (handles.length >= MOST) {
    return <Notice>The group is full: {MOST} people are as many as fit.</Notice>;
  }
  const faults = faultsOf(add.error, add.variables ? [add.variables] : []);
  const submit = () => {
    if (person) add.mutate(person.handle, { onSuccess: () => setChosen([]) });
  };
  return (
    <form
      aria-label="Add somebody"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="flex flex-col gap-2"
    >
      <PeoplePicker
        label="Add somebody"
        chosen={chosen}
        onChange={(people) => {
          add.reset();
          setChosen(people);
        }}
        most={1}
        without={handles}
        faults={faults}
      />
      {add.error && Object.keys(faults).length === 0 && (
        <Notice tone="danger">{describeError(add.error)}</Notice>
      )}
      {person && (
        <>
          <p className="text-sm text-soft">They see what is said from then on.</p>
          <Button type="submit" busy={add.isPending} className="self-end">
            Add @{person.handle}
          </Button>
        </>
      )}
    </form>
  );
}

function Leave({ group, onLeft }: { group: MessageGroup; onLeft: () => void }) {
  const [asking, setAsking] = useState(false);
  const leave = useLeave(group.id, onLeft);
  return (
    <>
      <Button look="outline" className="text-danger!" onClick={() => setAsking(true)}>
        Leave the group
      </Button>
      {asking && (
        <Dialog
          open
          onOpenChange={setAsking}
          question
          title="Leave this group?"
          description="It goes from your list at once, and nothing of it can be read any more."
        >
          {leave.error && (
            <div className="px-4 pb-4">
              <Notice tone="danger">{describeError(leave.error)}</Notice>
            </div>
          )}
          <DialogActions>
            <Button look="ghost" onClick={() => setAsking(false)}>
              Stay
            </Button>
            <Button look="danger" busy={leave.isPending} onClick={() => leave.mutate()}>
              Leave
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

function faultOr(error: Error, field: string): string {
  const fault =
    error instanceof ProblemError
      ? error.fields.find((candidate) => candidate.field === field)
      : undefined;
  return fault ? describeFault(fault) : describeError(error);
}
