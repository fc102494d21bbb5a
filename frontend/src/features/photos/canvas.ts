interface Size {
  width: number;
  height: number;
}

/** A part of a picture, in its own pixels. */
export interface Area extends Size {
  x: number;
  y: number;
}

const QUALITY = 0.9;

/** Opens a picture, upright. */
export async function openBitmap(file: Blob): Promise<ImageBitmap> {
  return await createImageBitmap(file, { imageOrientation: 'from-image' });
}

/** How large a picture is, upright, without opening all of it; null when that can't be told. */
export async function measure(file: Blob): Promise<Size | null> {
  const url = URL.createObjectURL(file);
  try {
    return await new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
      image.onerror = () => resolve(null);
      image.src = url;
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Draws a part of a picture anew, as a JPEG of this size; what is transparent becomes white. */
export function drawn(bitmap: ImageBitmap, source: Area, { width, height }: Size): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return Promise.reject(new Error('This browser can’t draw.'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, source.x, source.y, source.width, source.height, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        // Frees its memory at once; phones have little of it.
        canvas.width = 0;
        if (blob) resolve(blob);
        else reject(new Error('The picture could not be drawn.'));
      },
      'image/jpeg',
      QUALITY,
    );
  });
}
