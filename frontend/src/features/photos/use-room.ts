import { useLayoutEffect, useState, type RefObject } from 'react';
import type { Box } from './zoom';

/** How large an element is by now. */
export function useRoom(element: RefObject<HTMLElement | null>): Box {
  const [room, setRoom] = useState<Box>({ width: window.innerWidth, height: window.innerHeight });
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = measured;
      if (width > 0 && height > 0) setRoom({ width, height });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
