import type { Me } from '@/api/models';
import { describeError } from '@/api/problem';
import { SelectField } from '@/components/field';
import { isTtl, TTLS } from '@/lib/text/ttl';
import { useOnline } from '@/lib/use-online';
import { useDefaultLife } from './use-default-life';

/** How long new cruds live unless their author says otherwise; saved as soon as chosen. */
export function LifeSetting({ me }: { me: Me }) {
  const online = useOnline();
  const { life, choose, saving, saved, error } = useDefaultLife(me);
  const hint = () => {
    if (saving) return 'Saving…';
    if (saved) return 'Saved.';
    return online
      ? 'You can choose another life for every crud.'
      : 'You’re offline; this can’t be changed now.';
  };
  return (
    <SelectField
      label="New cruds burn after"
      value={life}
      disabled={!online}
      error={error ? `Not saved. ${describeError(error)}` : undefined}
      hint={hint()}
      onChange={({ target }) => isTtl(target.value) && choose(target.value)}
    >
      {TTLS.map((ttl) => (
        <option key={ttl.value} value={ttl.value}>
          {ttl.label}
        </option>
      ))}
    </SelectField>
  );
}
