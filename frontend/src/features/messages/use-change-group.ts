import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import type { GroupList, MessageGroup, Timer } from '@/api/messages';
import { ProblemError } from '@/api/problem';
import { useAnnounce } from '@/lib/page';
import { putInCache, removeFromCache } from './group-cache';
import { findGroup } from './groups';

/** Renames a group, or sets the timer of a conversation. */
export function useUpdateGroup(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (body: { name?: string; timer?: Timer }) =>
      unwrap(api.messages.PATCH('/api/message_groups/{id}', { params: { path: { id } }, body })),
    onSuccess: (group, { name }) => {
      putInCache(client, group);
      void client.invalidateQueries({ queryKey: keys.messageThread(id) });
      announce(name ? 'Renamed' : 'Timer set');
    },
  });
}

/** Adds a person by handle. */
export function useAddMember(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (handle: string) =>
      unwrap(
        api.messages.POST('/api/message_groups/{id}/members', {
          params: { path: { id } },
          body: { handle },
        }),
      ),
    onSuccess: (group, handle) => {
      putInCache(client, group);
      void client.invalidateQueries({ queryKey: keys.messageThread(id) });
      announce(`@${handle} is in`);
    },
  });
}

/** Mutes or unmutes for oneself. */
export function useMute(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mute: boolean) => {
      const params = { path: { id } };
      return unwrap(
        mute
          ? api.messages.PUT('/api/message_groups/{id}/mute', { params })
          : api.messages.DELETE('/api/message_groups/{id}/mute', { params }),
      );
    },
    onSuccess: (_, muted) => {
      const known =
        client.getQueryData<MessageGroup | null>(keys.messageGroup(id)) ??
        findGroup(client.getQueryData<GroupList>(keys.messageGroups), id);
      if (known) putInCache(client, { ...known, muted });
      void client.invalidateQueries({ queryKey: keys.unread });
    },
  });
}

/** Leaves a group; it is gone from the list at once. */
export function useLeave(id: string, onLeft: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: () => {
      const call = api.messages.DELETE('/api/message_groups/{id}/members/me', {
        params: { path: { id } },
      });
      return unwrap(call).catch(forgetMissing);
    },
    onSuccess: async () => {
      onLeft();
      await navigate({ to: '/messages' });
      removeFromCache(client, id);
      void client.invalidateQueries({ queryKey: keys.unread });
      announce('You left the group');
    },
  });
}

/** Who is no member any more has left. */
function forgetMissing(error: unknown): void {
  if (!(error instanceof ProblemError) || error.status !== 404) throw error;
}
