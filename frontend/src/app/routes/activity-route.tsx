import { useParams } from '@tanstack/react-router';
import { ActivityPage } from '@/features/activities/activity-page';
import { KeptReply } from '@/features/compose/kept-reply';
import { ReplyBox } from '@/features/compose/reply-box';

/** One crud, and what was said to it. */
export function ActivityRoute() {
  const { handle, id } = useParams({ from: '/framed/@{$handle}/cruds/$id' });
  return (
    <ActivityPage
      key={id}
      handle={handle}
      id={id}
      replyBox={(activity) => <ReplyBox parent={activity} />}
      afterBurned={<KeptReply parent={id} />}
    />
  );
}
