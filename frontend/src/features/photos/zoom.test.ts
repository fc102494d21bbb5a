import { describe, expect, it } from 'vitest';
import { bounded, fitted, WHOLE, zoomed } from './zoom';

const room = { width: 400, height: 800 };

describe('looking closely', () => {
  it('fits a photo into the room, and never blows it up', () => {
    expect(fitted({ width: 4000, height: 3000 }, room)).toEqual({ width: 400, height: 300 });
    expect(fitted({ width: 100, height: 50 }, room)).toEqual({ width: 100, height: 50 });
  });

  it('keeps the point that is zoomed at where it is', () => {
    const at = { x: 100, y: -50 };
    const view = zoomed(WHOLE, 2, at);
    // What was at the point is as far from the photo's middle as before, times the scale.
    expect({ x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale }).toEqual(at);
  });

  it('goes neither nearer nor further than makes sense', () => {
    expect(zoomed(WHOLE, 100, { x: 0, y: 0 }).scale).toBe(8);
    expect(zoomed(WHOLE, 0.1, { x: 0, y: 0 }).scale).toBe(1);
  });

  it('keeps the photo on the screen', () => {
    const photo = { width: 400, height: 300 };
    expect(bounded({ scale: 2, x: 999, y: 999 }, photo, room)).toEqual({ scale: 2, x: 200, y: 0 });
    expect(bounded({ scale: 1, x: 5, y: 5 }, photo, room)).toEqual(WHOLE);
  });
});
