import type { MessageGroup } from '@/api/messages';
import { Avatar } from '@/components/avatar';
import { othersIn } from './words';

/** Who a conversation is with: one face, or two of a group. Decoration: the name is beside it. */
export function ConversationAvatar({ group, me }: { group: MessageGroup; me: string }) {
  const others = othersIn(group, me);
  const [one, two] = others.length > 0 ? others : group.members;
  if (!one) return <span className="size-11 shrink-0" />;
  if (group.kind === 'one_to_one' || !two) {
    return <Avatar handle={one.handle} name={one.display_name} picture={one.avatar} />;
  }
  return (
    <span aria-hidden="true" className="relative size-11 shrink-0">
      <span className="absolute top-0 right-0 origin-top-right scale-[0.72]">
        <Avatar handle={two.handle} name={two.display_name} picture={two.avatar} />
      </span>
      <span className="absolute bottom-0 left-0 origin-bottom-left scale-[0.72] rounded-full ring-2 ring-surface">
        <Avatar handle={one.handle} name={one.display_name} picture={one.avatar} />
      </span>
    </span>
  );
}
