import type { ReactNode } from 'react';
import { PageHeader } from '@/components/page-header';
import { ProseSection } from '@/components/prose-section';
import { BurningRing } from '@/lib/expiry/burning-ring';
import type { Burn } from '@/lib/expiry/burn';
import { usePageTitle } from '@/lib/page';
import { StatusFigures } from './status-figures';

/** What becomes of things that expire: what we do, how soon, and what nobody can do. */
export function ExpiryPage() {
  usePageTitle('What happens when it burns');
  return (
    <>
      <PageHeader title="What happens when it burns" back />
      <div className="flex flex-col gap-8 px-4 py-6 text-base sm:px-6">
        <p className="text-2xl leading-snug font-bold tracking-tight text-balance">
          No funeral, no archive, no “restore”. Here is what “gone” means, to the second.
        </p>
        <ol className="flex flex-col gap-6">
          <Step burn={{ left: 1, share: 0.86, heat: 'calm' }} title="While it burns">
            The ring is the life that’s left. Its author may choose another life at any time, from
            that moment on; your ring follows within seconds. Replies have no life of their own: a
            thread burns as one, with the crud it began with.
          </Step>
          <Step burn={{ left: 1, share: 0.04, heat: 'hot' }} title="On the second">
            It can’t be read any more: not in a list, not by its link, not by its author, not by us
            through the site. One clock decides, the database’s. If your watch disagrees, your watch
            is wrong. We’re sorry about your watch.
          </Step>
          <Step burn={{ left: 0, share: 0, heat: 'hot' }} title="Within a minute, as a rule">
            A broom goes round and deletes it from storage, with every reply. Not marked as deleted,
            not moved to the cellar: deleted. How well the broom does is below, and nobody has
            combed the figures.
          </Step>
        </ol>
        <StatusFigures />
        <ProseSection title="Burn now, or delete">
          <p>
            “Burn now” leaves ten seconds to think better of it, because regret comes in both
            directions. “Delete” leaves none.
          </p>
        </ProseSection>
        <ProseSection title="What takes longer">
          <p>
            Backups of the database keep what they hold until their own retention ends. Nobody opens
            them but to repair a disaster, and even then the clock still counts: what has expired
            stays unreadable, and the broom goes round again. What was burned early would be back
            after such a day, until the end it had when the backup was made.
          </p>
        </ProseSection>
        <ProseSection title="What can’t be undone">
          <p>
            Screenshots. Photographs of screens. Somebody reading it aloud to their cat. What was
            seen was seen, and no clock of ours reaches there. Crud accordingly.
          </p>
        </ProseSection>
      </div>
    </>
  );
}

function Step({ burn, title, children }: { burn: Burn; title: string; children: ReactNode }) {
  return (
    <li className="flex gap-4">
      <BurningRing burn={burn} size={44} />
      <div className="flex flex-col gap-1.5">
        <h2 className="text-lg font-bold text-accent">{title}</h2>
        <p>{children}</p>
      </div>
    </li>
  );
}
