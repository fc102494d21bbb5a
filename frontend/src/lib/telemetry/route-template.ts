// Pages whose address names nobody.
const plain = [
  '',
  'messages',
  'settings',
  'about',
  'expiry',
  'signin',
  'signup',
  'confirm',
  'recover',
  'handle',
];

/** The template of a page's address, as the router has it: who and what it is about is left out. */
export function routeTemplate(pathname: string): string {
  const [first = '', second, third, ...more] = pathname.split('/').slice(1);
  if (more.length > 0) return '/$other';
  if (first.startsWith('@')) {
    if (second === undefined) return '/@{$handle}';
    if (second === 'cruds' && third) return '/@{$handle}/cruds/$id';
    if (['followers', 'following'].includes(second) && third === undefined) {
      return `/@{$handle}/${second}`;
    }
  }
  if (third !== undefined) return '/$other';
  if (first === 'messages' && second)
    return second === 'new' ? '/messages/new' : '/messages/$group';
  return plain.includes(first) && !second ? `/${first}` : '/$other';
}
