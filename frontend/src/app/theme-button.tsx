import { ThemeIcon } from '@/components/icons';
import { chooseTheme, useTheme, type Theme } from '@/lib/theme';

const next: Record<Theme, Theme> = { system: 'dark', dark: 'light', light: 'system' };
const names: Record<Theme, string> = { system: 'as the device', dark: 'dark', light: 'light' };

/** Goes round the themes; small enough for strangers, who have no menu. */
export function ThemeButton({ compact = false }: { compact?: boolean }) {
  const theme = useTheme();
  return (
    <button
      type="button"
      aria-label={`Theme: ${names[theme]}. Change`}
      onClick={() => chooseTheme(next[theme])}
      className="flex items-center gap-4 rounded-full p-3 text-sm font-medium text-soft transition-colors hover:bg-veil hover:text-ink"
    >
      <ThemeIcon className={compact ? 'size-5' : 'size-6.5 xl:size-5'} />
      {!compact && <span className="hidden xl:inline">Theme: {names[theme]}</span>}
    </button>
  );
}
