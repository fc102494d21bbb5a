import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { ProblemError } from '@/api/problem';
import { putInCache } from './group-cache';

/** Whom to talk with; with a name it is a group. */
export interface Beginning {
  handles: string[];
  name?: string;
}

/** Begins a conversation, or finds the one that two people have already. */
export function useStartConversation() {
  const api = useApi();
  const client = useQueryClient();
  // A retry after a lost answer finds the group that the first try made.
  const [attempt] = useState(() => new Map<string, string>());
  return useMutation({
    mutationFn: (body: Beginning) => {
      const said = JSON.stringify(body);
      const key = attempt.get(said) ?? crypto.randomUUID();
      attempt.set(said, key);
      const params = { header: { 'Idempotency-Key': key } };
      return api.acting('begin conversation', () =>
        unwrap(api.messages.POST('/api/message_groups', { params, body })),
      );
    },
    onSuccess: (group) => {
      putInCache(client, group);
      void client.invalidateQueries({ queryKey: keys.messageGroup(group.id) });
    },
  });
}

const reasons: Record<string, string | undefined> = {
  unknown: 'is nobody’s handle.',
  suspended: 'is suspended.',
  not_allowed: 'doesn’t take messages from you.',
  oneself: 'is you.',
  repeated: 'is there already.',
};

/** What is wrong with each of these people, in words that follow their handle. */
export function faultsOf(error: unknown, handles: readonly string[]): Record<string, string> {
  if (!(error instanceof ProblemError)) return {};
  const found: Record<string, string> = {};
  for (const { field, code } of error.fields) {
    const index = /^handles?(?:\D(\d+)\D?)?$/.exec(field)?.[1] ?? '0';
    const handle = field.startsWith('handle') ? handles[Number(index)] : undefined;
    if (handle) found[handle] = reasons[code] ?? 'can’t be written to.';
  }
  return found;
}
