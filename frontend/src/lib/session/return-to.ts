/** A place within this site to go to after signing in; anything else becomes the front page. */
export function safeReturnTo(target: string | undefined): string {
  if (!target?.startsWith('/')) return '/';
  const origin = window.location.origin;
  // The URL parser knows every spelling of "another host", such as `//evil` and `/\evil`.
  if (!URL.canParse(target, origin)) return '/';
  const url = new URL(target, origin);
  return url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : '/';
}
