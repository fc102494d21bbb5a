import { Link } from '@tanstack/react-router';
import { PageHeader } from '@/components/page-header';
import { ProseSection } from '@/components/prose-section';
import { usePageTitle } from '@/lib/page';
import { BurnLegend } from '../burn-legend';

/** What this is, what it promises, and what it can't. */
export function AboutRoute() {
  usePageTitle('About');
  return (
    <>
      <PageHeader title="About" back />
      <div className="flex flex-col gap-8 px-4 py-6 text-base sm:px-6">
        <p className="text-2xl leading-snug font-bold tracking-tight text-balance">
          Say it while it’s true. Then let it go.
        </p>
        <ProseSection title="What burns">
          <p>
            Every crud has a life you choose: from one hour to thirty days. When it ends, the crud
            is gone from every list, every profile and every link, at that very moment. It is
            deleted from our database shortly after.
          </p>
          <p>
            You can also burn your own crud early, or give it another life while it has one. There
            is no bin to fish it back out of.{' '}
            <Link to="/expiry" className="font-semibold text-accent underline">
              What happens when it burns
            </Link>
          </p>
        </ProseSection>
        <ProseSection title="What stays">
          <p>
            Your account and your profile stay until you change them. Backups of the database keep
            what they hold until they run out themselves; nobody reads them but to repair a
            disaster.
          </p>
        </ProseSection>
        <ProseSection title="What we can’t do">
          <p>
            We can’t stop a screenshot. We can’t reach into somebody’s memory, notebook or
            clipboard. If it must never be known, don’t crud it.
          </p>
        </ProseSection>
        <ProseSection title="The small print, in small words">
          <p>
            No ads, no trackers, no cookies. When you sign in, this browser keeps your session in
            its own storage until you sign out. Times are the server’s; your clock can be wrong,
            ours decides.
          </p>
        </ProseSection>
        {/* Where the panel beside the column has no room. */}
        <div className="lg:hidden">
          <BurnLegend />
        </div>
      </div>
    </>
  );
}
