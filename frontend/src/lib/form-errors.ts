import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import { describeError, describeFault, ProblemError } from '@/api/problem';

/**
 * Puts the server's faults at the fields they are about. What no field of the form can
 * show becomes the error of the whole form (`root`).
 */
export function showServerErrors<T extends FieldValues>(
  error: unknown,
  fields: readonly Path<T>[],
  setError: UseFormSetError<T>,
): void {
  const faults = error instanceof ProblemError ? error.fields : [];
  let first = true;
  let homeless = faults.length === 0;
  for (const fault of faults) {
    const field = fields.find((name) => name === fault.field);
    if (!field) {
      homeless = true;
      continue;
    }
    setError(field, { type: 'server', message: describeFault(fault) }, { shouldFocus: first });
    first = false;
  }
  if (homeless) setError('root', { type: 'server', message: describeError(error) });
}
