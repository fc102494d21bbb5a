import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useApi } from '@/api/api-context';
import { cachedActivities } from '@/api/cache-walk';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { applyLife } from '@/api/life-cache';
import type { Activity } from '@/api/models';
import { describeError, ProblemError } from '@/api/problem';
import { longTimeLeft } from '@/lib/expiry/burn';
import { useExpiry } from '@/lib/expiry/expiry-context';
import { useAnnounce } from '@/lib/page';

/** How long a burning can be taken back; the API's number. */
export const FUSE = 10_000;

/** A crud that its author let burn. */
export interface Burning {
  id: string;
  /** As it was, to go back to. */
  before: Activity;
  startsAt: string;
  endsAt: string;
  /** `starting` until the API says that it burns. */
  state: 'starting' | 'burning' | 'undoing' | 'failed' | 'too-late';
  /** What went wrong, for people. */
  trouble?: string | undefined;
}

/** Lets cruds burn, and takes it back. It lives above the pages: leaving one changes nothing. */
export function useBurnings() {
  const [burnings, setBurnings] = useState<Burning[]>([]);
  const begun = useRef(new Map<string, Promise<void>>());
  const calls = useBurnCalls();
  const client = useQueryClient();
  const { clock } = useExpiry();
  const announce = useAnnounce();

  const dismiss = (id: string) => setBurnings((all) => all.filter((one) => one.id !== id));
  const become = (id: string, change: Partial<Burning>) =>
    setBurnings((all) => all.map((one) => (one.id === id ? { ...one, ...change } : one)));

  /** Somebody may be undoing it already. */
  const confirm = (id: string, endsAt: string) =>
    setBurnings((all) =>
      all.map((one) => {
        if (one.id !== id) return one;
        return { ...one, endsAt, state: one.state === 'starting' ? 'burning' : one.state };
      }),
    );

  const begin = async (burning: Burning) => {
    const { id, before } = burning;
    applyLife(client, id, { ...before, expires_at: burning.endsAt });
    try {
      const { expires_at } = await calls.burn(id);
      applyLife(client, id, { ...before, expires_at });
      confirm(id, expires_at);
    } catch (error) {
      // Already gone is as good as burned.
      if (isGone(error)) {
        confirm(id, burning.endsAt);
        return;
      }
      giveBack(before);
      become(id, { state: 'failed', trouble: describeError(error) });
      announce(`Not burned. ${describeError(error)}`);
    }
  };

  const burnNow = (activity: Activity) => {
    const known = burnings.find((one) => one.id === activity.id);
    if (known && known.state !== 'failed') return;
    const now = clock.now();
    const end = Math.min(now + FUSE, Date.parse(activity.expires_at));
    const burning: Burning = {
      id: activity.id,
      before: activity,
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(end).toISOString(),
      state: 'starting',
    };
    setBurnings((all) => [...all.filter((one) => one.id !== activity.id), burning]);
    announce('Burning in 10 seconds. Until then it can be undone.');
    begun.current.set(activity.id, begin(burning));
  };

  const undo = async ({ id, before, endsAt }: Burning) => {
    become(id, { state: 'undoing', trouble: undefined });
    // Its end is held off at once, so that it doesn't pass while the answer is on its way.
    applyLife(client, id, before);
    try {
      await begun.current.get(id);
      const spared = await calls.spare(id);
      giveBack(spared);
      dismiss(id);
      announce(`Saved. It burns in ${longTimeLeft(Date.parse(spared.expires_at) - clock.now())}.`);
    } catch (error) {
      if (isNotBurning(error)) {
        dismiss(id);
        return;
      }
      applyLife(client, id, { ...before, expires_at: endsAt });
      const trouble = isGone(error) ? 'Too late.' : `Not undone. ${describeError(error)}`;
      become(id, { state: isGone(error) ? 'too-late' : 'burning', trouble });
      announce(trouble);
    }
  };

  const giveBack = (activity: Activity) => {
    applyLife(client, activity.id, activity);
    if (cachedActivities(client).some(({ id }) => id === activity.id)) return;
    // Its ten seconds were over before the answer came: it was taken out of the lists already.
    client.setQueryData<Activity | null>(keys.activity(activity.id), activity);
    void client.invalidateQueries();
  };

  return { burnings, burnNow, undo, dismiss };
}

function useBurnCalls() {
  const api = useApi();
  const { lives } = useExpiry();
  const during = <T>(call: (resume: () => void) => Promise<T>) => call(lives.pause());
  return {
    burn: (id: string) =>
      during((resume) => {
        const params = { path: { id } };
        const call = api.acting('burn crud', () =>
          unwrap(api.asMe.PUT('/api/activities/{id}/burn', { params })),
        );
        return call.finally(resume);
      }),
    spare: (id: string) =>
      during((resume) => {
        const params = { path: { id } };
        const call = api.acting('spare crud', () =>
          unwrap(api.asMe.DELETE('/api/activities/{id}/burn', { params })),
        );
        return call.finally(resume);
      }),
  };
}

function isGone(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}

/** From elsewhere it was taken back already, or given another life. */
function isNotBurning(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'not_burning';
}
