import type { Area } from './canvas';
import type { Box } from './zoom';

/** Which part of a picture is taken: around a point (in parts of its size), so much nearer. */
export interface Crop {
  x: number;
  y: number;
  zoom: number;
}

/** The middle, as much as fits. */
export const ALL: Crop = { x: 0.5, y: 0.5, zoom: 1 };

export const CLOSEST = 4;

/** The part in the picture's pixels; it has the shape of the frame and lies within the picture. */
export function areaOf({ x, y, zoom }: Crop, picture: Box, ratio: number): Area {
  const width = Math.min(picture.width, picture.height * ratio) / zoom;
  const height = width / ratio;
  return {
    x: within(x * picture.width - width / 2, picture.width - width),
    y: within(y * picture.height - height / 2, picture.height - height),
    width,
    height,
  };
}

/** Moves by parts of the frame; stops at the edges of the picture. */
export function moved(crop: Crop, byX: number, byY: number, picture: Box, ratio: number): Crop {
  const area = areaOf(crop, picture, ratio);
  const x = within(area.x + byX * area.width, picture.width - area.width);
  const y = within(area.y + byY * area.height, picture.height - area.height);
  return {
    zoom: crop.zoom,
    x: (x + area.width / 2) / picture.width,
    y: (y + area.height / 2) / picture.height,
  };
}

/** Goes nearer or further. */
export function nearer(crop: Crop, zoom: number): Crop {
  return { ...crop, zoom: Math.min(CLOSEST, Math.max(1, zoom)) };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
