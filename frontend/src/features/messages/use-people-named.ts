import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';

const PAUSE = 250;
const LONGEST = 50;

/** People whose handle or name begins with what was typed; asked for when the typing pauses. */
export function usePeopleNamed(typed: string) {
  const api = useApi();
  const text = typed.trim().slice(0, LONGEST);
  const prefix = useSettled(text);
  const query = useQuery({
    queryKey: keys.peopleNamed(prefix),
    queryFn: ({ signal }) =>
      unwrap(api.asMe.GET('/api/users', { params: { query: { prefix, limit: 8 } }, signal })),
    enabled: prefix !== '',
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const asked = prefix !== '' && text !== '';
  return {
    people: asked ? (query.data?.items ?? []) : [],
    /** Nobody was found for exactly what is typed. */
    nobody: asked && text === prefix && query.data?.items.length === 0 && !query.isPlaceholderData,
    error: asked ? query.error : null,
  };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
