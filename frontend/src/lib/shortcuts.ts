import { useSyncExternalStore } from 'react';

// Single keys that do things need a way to be switched off (WCAG 2.1.4).
const KEY = 'cruddur.shortcuts';
const CHANGED = 'cruddur:shortcuts';

function shortcutsOn(): boolean {
  return window.localStorage.getItem(KEY) !== 'off';
}

/** Switches the shortcuts on or off, for this browser. */
export function switchShortcuts(on: boolean): void {
  if (on) window.localStorage.removeItem(KEY);
  else window.localStorage.setItem(KEY, 'off');
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}

/** Whether the shortcuts are on; renders anew when that changes, also in another tab. */
export function useShortcutsOn(): boolean {
  return useSyncExternalStore(subscribe, shortcutsOn);
}

const typing = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const busy = '[aria-modal="true"], [role="menu"], [role="listbox"]';

/** True for a key pressed as a shortcut: not while typing, nor meant for a dialog or a menu. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!shortcutsOn() || document.querySelector(busy)) return false;
  return !(event.target instanceof Element && event.target.closest(typing));
}
