import { Link } from '@tanstack/react-router';
import { buttonClass } from '@/components/button';
import { PageState } from '@/components/page-state';

/** In place of a crud that is gone, or never was. */
export function Burned() {
  return (
    <PageState
      title="This crud has burned"
      action={
        <Link to="/" className={buttonClass('outline')}>
          See what still burns
        </Link>
      }
    >
      It ran out of time, its author took it back, or it never was. Nobody can tell any more, and
      that is the point.
    </PageState>
  );
}
