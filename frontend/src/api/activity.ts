import type { Api } from './client';
import { unwrap } from './client';
import type { Activity } from './models';
import { ProblemError } from './problem';

/** A crud, or null when it is gone; expired, deleted and never posted are all the same. */
export async function fetchActivity(
  api: Api,
  id: string,
  signal: AbortSignal,
): Promise<Activity | null> {
  try {
    const params = { path: { id } };
    return await unwrap(api.asAnyone.GET('/api/activities/{id}', { params, signal }));
  } catch (error) {
    // An id that isn't one can't have been a crud either.
    if (error instanceof ProblemError && [404, 422].includes(error.status)) return null;
    throw error;
  }
}
