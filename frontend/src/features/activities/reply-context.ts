import { createContext, useContext } from 'react';
import type { Activity } from '@/api/models';

/** Opens what it takes to reply to a crud; the app says what that is. */
export const ReplyContext = createContext<(activity: Activity) => void>(() => undefined);

/** Replies to a crud from wherever it is seen. */
export function useReply(): (activity: Activity) => void {
  return useContext(ReplyContext);
}
