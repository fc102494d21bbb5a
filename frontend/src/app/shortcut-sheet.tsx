import { Fragment } from 'react';
import { Dialog } from '@/components/dialog';
import { Switch } from '@/components/switch';
import { switchShortcuts, useShortcutsOn } from '@/lib/shortcuts';
import { shortcutGroups } from './shortcut-list';

/** Which shortcuts there are, and the switch for those who want none. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const on = useShortcutsOn();
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts" sheet>
      <div className="px-4 pt-1 pb-5">
        <div className={`grid gap-x-8 gap-y-4 sm:grid-cols-2 ${on ? '' : 'opacity-60'}`}>
          {shortcutGroups.map(({ title, shortcuts }) => (
            <section key={title} aria-label={title}>
              <h3 className="pb-1 text-sm font-semibold text-soft">{title}</h3>
              <dl>
                {shortcuts.map(({ keys, does }) => (
                  <div key={does} className="flex min-h-9 items-center justify-between gap-4">
                    <dt>{does}</dt>
                    <dd className="flex items-center gap-1.5 text-sm text-soft">
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <div className="mt-4 border-t border-line pt-4">
          <Switch
            label="Keyboard shortcuts"
            hint="In this browser. Esc, Enter and Ctrl+Enter always work."
            checked={on}
            onChange={switchShortcuts}
          />
        </div>
      </div>
    </Dialog>
  );
}

function Keys({ keys }: { keys: string[] }) {
  const between = keys[0] === 'Ctrl' ? '+' : 'then';
  return keys.map((key, index) => (
    <Fragment key={key}>
      {index > 0 && <span>{between}</span>}
      <kbd className="inline-flex min-w-7 items-center justify-center rounded-md border border-b-2 border-line-strong bg-surface px-1.5 py-0.5 font-sans font-semibold text-ink">
        {key}
      </kbd>
    </Fragment>
  ));
}
