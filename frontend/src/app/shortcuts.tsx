import { useShortcuts } from './use-shortcuts';

/** Listens for shortcuts; nothing to see. */
export function Shortcuts({ onShowSheet }: { onShowSheet: () => void }) {
  useShortcuts(onShowSheet);
  return null;
}
