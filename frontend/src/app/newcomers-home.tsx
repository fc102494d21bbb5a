import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '@/api/api-context';
import { useMe } from '@/api/me';
import { buttonClass } from '@/components/button';
import { PageState } from '@/components/page-state';
import { publicFeed } from '@/features/activities/feeds';
import { useTimeline } from '@/features/activities/use-timeline';
import { PeopleToFollow } from '@/features/people/people-to-follow';
import { rememberFeed } from './feed-choice';

const MOST = 6;

/** True for who follows nobody, or didn't when they came here: the list must not go at the first click. */
export function useNewcomer(): boolean {
  const { data: me } = useMe();
  const [newcomer, setNewcomer] = useState(false);
  if (!newcomer && me?.following_count === 0) setNewcomer(true);
  return newcomer;
}

/** In place of a feed with nothing in it: what it is for, and whom to begin with. */
export function NewcomersHome({ brief = false }: { brief?: boolean }) {
  return (
    <>
      {!brief && (
        <PageState
          title="It’s quiet at home"
          action={
            <Link
              to="/"
              search={{ feed: 'everybody' }}
              replace
              onClick={() => rememberFeed('everybody')}
              className={buttonClass('outline')}
            >
              See everybody’s cruds
            </Link>
          }
        >
          The cruds of those you follow burn here, and your own. Follow somebody, and bring matches.
        </PageState>
      )}
      <Suggestions />
    </>
  );
}

/** Who wrote last, but oneself. */
function Suggestions() {
  const api = useApi();
  const { data: me } = useMe();
  const { activities } = useTimeline(publicFeed(api));
  const authors = new Set(activities.map((activity) => activity.author.handle));
  if (me) authors.delete(me.handle);
  return <PeopleToFollow handles={[...authors].slice(0, MOST)} />;
}
