/** Where each answer lives in the query cache. Handles differ in case, never in key. */
export const keys = {
  me: ['me'] as const,
  publicFeed: ['timeline', 'public'] as const,
  publicFeedHead: ['timeline-head', 'public'] as const,
  homeFeed: ['timeline', 'home'] as const,
  homeFeedHead: ['timeline-head', 'home'] as const,
  /** True when the home feed is another one than was fetched: somebody was followed, or no longer. */
  homeChanged: ['home-changed'] as const,
  user: (handle: string) => ['user', handle.toLowerCase()] as const,
  people: (handle: string, side: 'followers' | 'following') =>
    ['people', handle.toLowerCase(), side] as const,
  follow: (handle: string) => ['follow', handle.toLowerCase()] as const,
  userTimeline: (handle: string) => ['timeline', 'user', handle.toLowerCase()] as const,
  activity: (id: string) => ['activity', id] as const,
  replies: (id: string) => ['thread', 'replies', id] as const,
  ancestors: (id: string) => ['thread', 'ancestors', id] as const,
  /** Photos asked for anew, for the life that the crud has now. */
  photos: (id: string, expiresAt: string) => ['photos', id, expiresAt] as const,
  status: ['status'] as const,
  handle: (handle: string) => ['handle', handle.toLowerCase()] as const,
  peopleNamed: (prefix: string) => ['people-named', prefix.toLowerCase()] as const,
  /** Everything of one's conversations. */
  messages: ['messages'] as const,
  unread: ['messages', 'unread'] as const,
  messageGroups: ['messages', 'groups'] as const,
  messageGroup: (id: string) => ['messages', 'group', id] as const,
  messageThreads: ['messages', 'thread'] as const,
  messageThread: (id: string) => ['messages', 'thread', id] as const,
  /** One message that is in no thread that was loaded. */
  message: (group: string, id: string) => ['messages', 'message', group, id] as const,
};

/** What only the person who is signed in gets to see: it goes when they go. */
export const ownKeys = [
  keys.me,
  keys.homeFeed,
  keys.homeFeedHead,
  keys.homeChanged,
  keys.messages,
] as const;
/** What everybody may see, answered differently to each: asked anew when somebody comes or goes. */
export const viewedKeys = [['user'], ['people'], ['people-named']] as const;
