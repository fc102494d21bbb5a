import { Link } from '@tanstack/react-router';
import { buttonClass } from './button';
import { PageState } from './page-state';

/** In place of a person whom nobody knows. */
export function Nobody({ handle }: { handle: string }) {
  return (
    <PageState
      art="?!"
      title={`Nobody goes by @${handle}`}
      action={
        <Link to="/" className={buttonClass()}>
          To the front page
        </Link>
      }
    >
      Check the spelling. Handles are easy to mistype and never change.
    </PageState>
  );
}

/** In place of a person whom the moderators have sent away. */
export function Suspended({ handle }: { handle: string }) {
  return (
    <PageState art="#?@!" title="This account is suspended">
      @{handle} broke the house rules. Their cruds are out of sight.
    </PageState>
  );
}
