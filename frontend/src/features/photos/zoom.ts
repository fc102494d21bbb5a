/** A width and a height, in pixels of the screen. */
export interface Box {
  width: number;
  height: number;
}

/** How a photo is looked at: how large, and how far its middle is from that of the screen. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

/** All of it. */
export const WHOLE: View = { scale: 1, x: 0, y: 0 };

const CLOSEST = 8;

/** The size at which all of a photo is in sight; small ones aren't blown up. */
export function fitted(photo: Box, stage: Box): Box {
  const scale = Math.min(1, stage.width / photo.width, stage.height / photo.height);
  return { width: photo.width * scale, height: photo.height * scale };
}

/** Goes nearer or further; the point `at` (from the middle of the screen) stays where it is. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.min(CLOSEST, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** Keeps the photo on the screen: no further than its edges, and in the middle where it fits. */
export function bounded(view: View, photo: Box, stage: Box): View {
  if (view.scale <= 1) return WHOLE;
  const x = Math.max(0, (photo.width * view.scale - stage.width) / 2);
  const y = Math.max(0, (photo.height * view.scale - stage.height) / 2);
  return { scale: view.scale, x: within(view.x, x), y: within(view.y, y) };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
