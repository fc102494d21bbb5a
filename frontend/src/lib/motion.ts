/** How the page scrolls to what it wants to show: in one step for who wants little motion. */
export function scrollBehavior(): ScrollBehavior {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return still ? 'instant' : 'smooth';
}
