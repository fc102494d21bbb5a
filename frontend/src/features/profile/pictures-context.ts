import { createContext, type ReactNode } from 'react';
import type { Me } from '@/api/models';

/** Changes the pictures of one's own profile; the app says how. */
export const PicturesContext = createContext<(me: Me) => ReactNode>(() => null);
