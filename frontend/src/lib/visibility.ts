/** Reports when an element comes into view or leaves it; stays silent where that can't be known. */
export function onVisibilityChange(
  element: Element | null,
  onChange: (visible: boolean) => void,
  margin = '0px',
): () => void {
  if (!element || !('IntersectionObserver' in window)) return () => undefined;
  const observer = new IntersectionObserver(
    (entries) => {
      const latest = entries.at(-1);
      if (latest) onChange(latest.isIntersecting);
    },
    { rootMargin: margin },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
