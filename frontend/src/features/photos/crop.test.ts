import { describe, expect, it } from 'vitest';
import { ALL, areaOf, moved, nearer } from './crop';

const picture = { width: 1200, height: 800 };

describe('cropping', () => {
  it('takes the middle first, as much as fits', () => {
    expect(areaOf(ALL, picture, 1)).toEqual({ x: 200, y: 0, width: 800, height: 800 });
    expect(areaOf(ALL, picture, 3)).toEqual({ x: 0, y: 200, width: 1200, height: 400 });
  });

  it('stops at the edges', () => {
    const corner = moved(nearer(ALL, 2), 9, 9, picture, 1);
    expect(areaOf(corner, picture, 1)).toEqual({ x: 800, y: 400, width: 400, height: 400 });
  });

  it('turns back at once after it stopped at an edge', () => {
    const edge = moved(ALL, 9, 0, picture, 1);
    expect(areaOf(moved(edge, -0.1, 0, picture, 1), picture, 1).x).toBeCloseTo(320);
  });

  it('stays within the picture when it goes further away again', () => {
    const corner = moved(nearer(ALL, 4), 9, 9, picture, 1);
    expect(areaOf(nearer(corner, 1), picture, 1)).toEqual({
      x: 400,
      y: 0,
      width: 800,
      height: 800,
    });
    expect(nearer(ALL, 0.1).zoom).toBe(1);
    expect(nearer(ALL, 99).zoom).toBe(4);
  });
});
