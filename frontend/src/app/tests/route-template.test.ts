import { describe, expect, it } from 'vitest';
import { routeTemplate } from '@/lib/telemetry/route-template';
import { createAppRouter } from '../router';

describe('templates of routes', () => {
  it('are the router’s', () => {
    for (const template of Object.keys(createAppRouter().routesByPath)) {
      const path = template.replace('{$handle}', 'nova').replace(/\$\w+/, '0190');
      const known = template === '/' ? '/' : template.replace(/\/$/, '');
      expect(routeTemplate(path.replace(/(.)\/$/, '$1'))).toBe(known);
    }
  });

  it.each([
    '/nova',
    '/@nova/psst',
    '/@nova/cruds/1/x',
    '/messages/1/2',
    '/settings/nova',
    '/@nova/followers/x',
  ])('are of no other page: %s', (path) => expect(routeTemplate(path)).toBe('/$other'));
});
