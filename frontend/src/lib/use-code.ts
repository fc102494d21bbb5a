import { onlineManager } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import type { Code, CodeState } from './code';

/** A piece of code for as long as it is needed; what failed is tried anew when back online. */
export function useCode<T>(code: Code<T>): CodeState<T> {
  const state = useSyncExternalStore(code.subscribe, () => code.state);
  useLayoutEffect(() => {
    if (code.state.status === 'unasked') void code.load();
    return code.forget;
  }, [code]);
  useEffect(
    () =>
      onlineManager.subscribe((online) => {
        if (online) void code.load();
      }),
    [code],
  );
  return state;
}
