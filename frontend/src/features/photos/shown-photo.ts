import type { Photo } from '@/api/models';

/** A photo of a crud, or of a message: those have no focal point. */
export type ShownPhoto = Omit<Photo, 'focal_point'> & Partial<Pick<Photo, 'focal_point'>>;
