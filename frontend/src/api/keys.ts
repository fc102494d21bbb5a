/** Where each answer lives in the query cache. Handles differ in case, never in key. */
export const keys = {
  me: ['me'] as const,
  publicFeed: ['timeline', 'public'] as const,
  publicFeedHead: ['timeline-head', 'public'] as const,
  user: (handle: string) => ['user', handle.toLowerCase()] as const,
  userTimeline: (handle: string) => ['timeline', 'user', handle.toLowerCase()] as const,
  activity: (id: string) => ['activity', id] as const,
  handle: (handle: string) => ['handle', handle.toLowerCase()] as const,
};
