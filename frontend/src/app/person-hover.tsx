import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@/api/api-context';
import { userQuery } from '@/api/user';
import { lazyPart } from '@/components/lazy-part';
import { watchNames } from './watch-names';

// Nobody needs it before they rest on a name, nor to be told when it doesn't come.
const PersonCard = lazyPart(
  () => import('@/features/people/person-card').then((module) => module.PersonCard),
  { broken: () => null },
);

/**
 * Shows who somebody is while the pointer rests on their name or picture, or the keyboard's
 * focus does. Any element with `data-person` is such a name: lists of hundreds of cruds need
 * no listener, no code and no wrapper each.
 */
export function PersonHover() {
  const [named, setNamed] = useState<HTMLElement | null>(null);
  const close = useCallback(() => setNamed(null), []);
  const prepare = usePrepare();
  const router = useRouter();

  useEffect(() => watchNames({ prepare, show: setNamed }), [prepare]);
  useEffect(() => router.subscribe('onBeforeNavigate', close), [router, close]);

  const handle = named?.dataset.person;
  if (!named || !handle) return null;
  return <PersonCard key={handle} handle={handle} anchor={named} onClose={close} />;
}

/** Gets the person and the code of the card on their way, while the pointer may still move on. */
function usePrepare(): (name: HTMLElement) => void {
  const api = useApi();
  const client = useQueryClient();
  return useCallback(
    ({ dataset: { person } }) => {
      if (!person) return;
      const ignore = () => undefined;
      void PersonCard.preload();
      client.query({ ...userQuery(api, person), staleTime: 30_000 }).catch(ignore);
    },
    [api, client],
  );
}
