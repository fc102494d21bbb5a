import { useLayoutEffect, useState, type RefObject } from 'react';
import { ThreadPlace } from './thread-place';

/** Holds the place in a thread; see ThreadPlace. */
export function useThreadScroll(box: RefObject<HTMLElement | null>) {
  const [atEnd, setAtEnd] = useState(true);
  const [place] = useState(() => new ThreadPlace(setAtEnd));
  useLayoutEffect(() => (box.current ? place.attach(box.current) : undefined), [box, place]);
  useLayoutEffect(() => place.settle());
  return { atEnd, toEnd: place.toEnd };
}
