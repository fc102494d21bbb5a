import { useSearch } from '@tanstack/react-router';
import { useApi } from '@/api/api-context';
import { PageHeader } from '@/components/page-header';
import { homeFeed } from '@/features/activities/feeds';
import { Timeline } from '@/features/activities/timeline';
import { Everybody } from './everybody';
import { rememberedFeed, type FeedName } from './feed-choice';
import { FeedTabs } from './feed-tabs';
import { HomeComposer } from './home-composer';
import { NewcomersHome, useNewcomer } from './newcomers-home';
import { PhoneAccount, PhoneMark } from './phone-bar';

/** The front page of who is signed in: their feed and everybody's, and the composer. */
export function OwnHome() {
  const { feed: asked } = useSearch({ from: '/framed/' });
  const feed: FeedName = asked ?? rememberedFeed();
  return (
    <>
      <PageHeader
        title="Home"
        before={<PhoneMark />}
        tabs={<FeedTabs feed={feed} named={asked !== undefined} />}
      >
        <PhoneAccount />
      </PageHeader>
      <HomeComposer />
      {feed === 'following' ? <Following /> : <Everybody />}
    </>
  );
}

function Following() {
  const api = useApi();
  const newcomer = useNewcomer();
  return (
    <Timeline
      feed={homeFeed(api)}
      label="Cruds of those you follow"
      empty={<NewcomersHome />}
      end={newcomer ? <NewcomersHome brief /> : undefined}
    />
  );
}
