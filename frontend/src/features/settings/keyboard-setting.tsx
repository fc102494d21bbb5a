import { Button } from '@/components/button';
import { KeyboardIcon } from '@/components/icons';
import { Switch } from '@/components/switch';
import { switchShortcuts, useShortcutsOn } from '@/lib/shortcuts';

/** Switches the shortcuts on and off, and shows which there are. */
export function KeyboardSetting({ onShow }: { onShow: () => void }) {
  const on = useShortcutsOn();
  return (
    <>
      <Switch
        label="Keyboard shortcuts"
        hint="Single keys, such as j for the next crud. Never while you type."
        checked={on}
        onChange={switchShortcuts}
      />
      <Button look="outline" onClick={onShow} className="self-start">
        <KeyboardIcon />
        Show the shortcuts
      </Button>
    </>
  );
}
