import type { FocalPoint } from '@/api/models';

/** Where a photo is cropped to unless its author says otherwise. */
export const CENTRE: FocalPoint = { x: 0.5, y: 0.5 };

/** As CSS says it, for backgrounds and images alike. */
export function backgroundPosition({ x, y }: FocalPoint = CENTRE): string {
  return `${percent(x)} ${percent(y)}`;
}

function percent(part: number): string {
  return `${Math.round(part * 1000) / 10}%`;
}

/** Moves the point, but never off the photo; kept to whole percents. */
export function movedBy({ x, y }: FocalPoint, byX: number, byY: number): FocalPoint {
  return { x: within(x + byX), y: within(y + byY) };
}

function within(part: number): number {
  return Math.round(Math.min(1, Math.max(0, part)) * 100) / 100;
}
