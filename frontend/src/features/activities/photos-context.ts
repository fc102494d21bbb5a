import { createContext, type ReactNode } from 'react';
import type { Activity } from '@/api/models';

interface PhotosProps {
  activity: Activity;
  /** On the crud's own page. */
  large?: boolean;
}

/** Shows the photos of a crud; the app says how. */
export const PhotosContext = createContext<(props: PhotosProps) => ReactNode>(() => null);
