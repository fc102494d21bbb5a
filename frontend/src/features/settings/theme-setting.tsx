import { chooseTheme, themes, useTheme } from '@/lib/theme';

/** Dark, light, or as the device says. */
export function ThemeSetting() {
  const chosen = useTheme();
  return (
    <fieldset>
      <legend className="pb-2 text-sm font-semibold">Theme</legend>
      <div className="grid grid-cols-3 gap-2">
        {themes.map(({ value, label }) => (
          <label
            key={value}
            className="flex min-h-12 cursor-pointer items-center justify-center rounded-xl border border-line-strong px-2 py-2 text-center font-medium transition-colors hover:bg-veil has-checked:border-accent has-checked:bg-veil has-checked:font-bold has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={value === chosen}
              onChange={() => chooseTheme(value)}
              className="sr-only"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
