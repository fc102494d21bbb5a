import { useSyncExternalStore } from 'react';

/** What a person chose; `system` follows the device. */
export type Theme = 'system' | 'dark' | 'light';

/** The choices, and how they read. */
export const themes: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the device' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

// public/early.js reads the same key before the first paint.
const KEY = 'cruddur.theme';
const CHANGED = 'cruddur:theme';

function chosenTheme(): Theme {
  const stored = window.localStorage.getItem(KEY);
  return stored === 'dark' || stored === 'light' ? stored : 'system';
}

/** Stores and applies a choice. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    window.localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    window.localStorage.setItem(KEY, theme);
    document.documentElement.dataset.theme = theme;
  }
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
}

/** The chosen theme; renders anew when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, chosenTheme);
}
