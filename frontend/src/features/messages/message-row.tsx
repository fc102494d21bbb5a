import { Link } from '@tanstack/react-router';
import { memo, use, useState } from 'react';
import { sameHandle, type Message, type MessageGroup } from '@/api/messages';
import { Avatar } from '@/components/avatar';
import { exactTime, timeOfDay } from '@/lib/text/time';
import { Bubble } from './bubble';
import { MessageEditor } from './message-editor';
import { MessageLife } from './message-life';
import { MessageMenu } from './message-menu';
import { useMessaging } from './messaging-context';
import { MessagePhotosContext } from './photos-context';
import type { Place } from './rows';

interface MessageRowProps {
  group: MessageGroup;
  message: Message;
  mine: boolean;
  place: Place;
  /** The one that the Tab key leads to. */
  active: boolean;
}

/** One message. When another one changes, it isn't rendered anew. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { group, message, mine, place, active } = props;
  const [editing, setEditing] = useState(false);
  const time = Date.parse(message.created_at);
  const inGroup = group.kind === 'group' && !mine;
  return (
    <li
      data-message={message.id}
      // One of them can be reached, and arrows go on from there (use-arrow-keys.ts).
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={active ? 0 : -1}
      className={`group relative rounded-lg px-3 outline-offset-[-2px] has-[[data-burnt]]:pointer-events-none has-[[data-burnt]]:crumble has-[[data-burnt]]:overflow-hidden ${place.first ? 'pt-2' : 'pt-0.5'}`}
    >
      {place.first && inGroup && <Name message={message} />}
      <span className="sr-only">
        {mine ? 'You' : message.sender.display_name}, {timeOfDay(time)}:
      </span>
      <div className={`flex items-end gap-2 ${mine ? 'flex-row-reverse' : ''}`}>
        {inGroup && <Face group={group} message={message} shown={place.last} />}
        <div className={`min-w-0 ${editing ? 'w-full' : 'max-w-[min(85%,32rem)]'}`}>
          {editing ? (
            <MessageEditor group={group.id} message={message} onClose={() => setEditing(false)} />
          ) : (
            <Said group={group.id} message={message} mine={mine} place={place} />
          )}
        </div>
        {!editing && (
          <>
            <MessageLife message={message} />
            <MessageMenu
              group={group.id}
              message={message}
              mine={mine}
              reachable={active}
              onEdit={() => setEditing(true)}
            />
          </>
        )}
      </div>
      {(place.last || message.edited_at) && (
        <p
          className={`px-1 pt-0.5 text-xs text-soft ${mine ? 'text-right' : inGroup ? 'pl-12' : ''}`}
        >
          {place.last && (
            <time dateTime={message.created_at} data-tip={exactTime(time)}>
              {timeOfDay(time)}
            </time>
          )}
          {place.last && message.edited_at && ' · '}
          {message.edited_at && 'edited'}
        </p>
      )}
    </li>
  );
});

function Said({
  group,
  message,
  mine,
  place,
}: Pick<MessageRowProps, 'message' | 'mine' | 'place'> & { group: string }) {
  const { sent } = use(MessagePhotosContext);
  const messaging = useMessaging();
  const renew = () => messaging.renewPhotos(group, [message.id]);
  return (
    <div className={`flex flex-col gap-0.5 ${mine ? 'items-end' : 'items-start'}`}>
      {message.photos && sent({ group, message, renew })}
      {message.message && <Bubble text={message.message} mine={mine} place={place} />}
    </div>
  );
}

function Name({ message: { sender } }: { message: Message }) {
  return (
    <Link
      to="/@{$handle}"
      params={{ handle: sender.handle }}
      data-person={sender.handle}
      tabIndex={-1}
      className="block w-fit pb-0.5 pl-12 text-xs font-semibold text-soft hover:underline"
    >
      {sender.display_name}
    </Link>
  );
}

function Face({
  group,
  message,
  shown,
}: {
  group: MessageGroup;
  message: Message;
  shown: boolean;
}) {
  if (!shown) return <span className="w-9 shrink-0" />;
  const { handle, display_name } = message.sender;
  const member = group.members.find((candidate) => sameHandle(candidate.handle, handle));
  return <Avatar handle={handle} name={display_name} picture={member?.avatar} size="sm" />;
}
