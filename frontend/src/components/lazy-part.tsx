import type { ComponentType, ReactNode } from 'react';
import { Code } from '@/lib/code';
import { useCode } from '@/lib/use-code';

interface LazyPartOptions<P> {
  /** In its place while it comes. */
  waiting?: ReactNode;
  /** In its place when it didn't come; see code-trouble.tsx. */
  broken: (retry: () => void, props: P) => ReactNode;
}

/**
 * A component whose code comes when it is first shown. In place of React's `lazy`, which never
 * tries again what failed once, and throws where only this part is amiss.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { waiting = null, broken }: LazyPartOptions<P>,
) {
  const code = new Code(load);
  function LazyPart(props: P) {
    const state = useCode(code);
    if (state.status === 'failed') return broken(() => void code.retry(), props);
    if (state.status !== 'ready') return waiting;
    const Part = state.value;
    return <Part {...props} />;
  }
  // By this name the router gets a page's code before it goes there.
  return Object.assign(LazyPart, { preload: code.load });
}
