import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { Burn } from '@/lib/expiry/burn';
import { BurningRing } from '@/lib/expiry/burning-ring';

const stages: { burn: Burn; text: string }[] = [
  { burn: { left: 1, share: 0.86, heat: 'calm' }, text: 'Plenty of fuse left' },
  { burn: { left: 1, share: 0.38, heat: 'warm' }, text: 'Past the middle of its life' },
  { burn: { left: 1, share: 0.08, heat: 'hot' }, text: 'Read it now or never' },
];

/** What the rings mean. */
export function BurnLegend() {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-raised p-5">
      <h2 id={id} className="font-bold">
        Everything burns
      </h2>
      <p className="pt-1 pb-3 text-sm text-soft">
        The ring around the bomb is the life a crud has left. When it has burned away, so has the
        crud.
      </p>
      <ul className="flex flex-col gap-2 text-sm">
        {stages.map(({ burn, text }) => (
          <li key={text} className="flex items-center gap-3">
            <BurningRing burn={burn} size={30} />
            {text}
          </li>
        ))}
      </ul>
      <Link
        to="/expiry"
        className="mt-4 inline-block text-sm font-semibold text-accent hover:underline"
      >
        What happens when it burns
      </Link>
    </section>
  );
}
