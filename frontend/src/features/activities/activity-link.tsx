import { Link, type LinkComponentProps } from '@tanstack/react-router';
import type { Activity } from '@/api/models';

type ActivityLinkProps = Omit<LinkComponentProps, 'to' | 'params' | 'search'> & {
  activity: Activity;
};

/** A link to a crud's own page. */
export function ActivityLink({ activity, ...rest }: ActivityLinkProps) {
  const params = { handle: activity.author.handle, id: activity.id };
  return <Link to="/@{$handle}/cruds/$id" params={params} {...rest} />;
}
