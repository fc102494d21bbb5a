import { Link } from '@tanstack/react-router';
import { buttonClass } from '@/components/button';
import { PageHeader } from '@/components/page-header';
import { PageState } from '@/components/page-state';
import { usePageTitle } from '@/lib/page';
import { Layout } from '../layout';

/** An address that leads nowhere. */
export function NotFoundRoute() {
  usePageTitle('Not found');
  return (
    <Layout>
      <PageHeader title="Not found" back />
      <PageState
        art="404"
        title="What the #?@! is this address?"
        action={
          <Link to="/" className={buttonClass()}>
            To the front page
          </Link>
        }
      >
        There’s no page here. It didn’t burn; it never was.
      </PageState>
    </Layout>
  );
}
