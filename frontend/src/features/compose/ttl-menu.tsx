import type { Ttl } from '@/api/models';
import { BombIcon, ChevronIcon } from '@/components/icons';
import { Menu, MenuChoice, MenuLabel } from '@/components/menu';
import { TTLS, ttlLabel, ttlShort } from '@/lib/text/ttl';

/** Chooses how long the crud will live. */
export function TtlMenu({ value, onChoose }: { value: Ttl; onChoose: (ttl: Ttl) => void }) {
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Burns after ${ttlLabel(value)}. Change`}
          className="inline-flex h-9 items-center gap-1.5 rounded-full border border-line-strong px-3 text-sm font-semibold text-accent transition-colors hover:bg-veil"
        >
          <BombIcon />
          <span className="sm:hidden">{ttlShort(value)}</span>
          <span className="hidden sm:inline">{ttlLabel(value)}</span>
          <ChevronIcon className="size-4" />
        </button>
      }
    >
      <MenuLabel>Burns after</MenuLabel>
      <MenuChoice value={value} options={TTLS} onChoose={onChoose} />
    </Menu>
  );
}
