import { useMe } from '@/api/me';
import { describeError } from '@/api/problem';
import { Button } from '@/components/button';
import { PartTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { Notice } from '@/components/notice';

const Composer = lazyPart(
  () => import('@/features/compose/composer').then((module) => module.Composer),
  { broken: (retry) => <PartTrouble what="The editor" onRetry={retry} /> },
);

/** The composer on the front page; it keeps its place while the profile and its own code load. */
export function HomeComposer() {
  const { data: me, error, refetch } = useMe();
  return (
    <div className="min-h-[8.875rem] border-b border-line">
      {me && <Composer me={me} />}
      {error && (
        <div className="flex flex-col items-start gap-3 p-4">
          <Notice tone="danger">Your profile didn’t load. {describeError(error)}</Notice>
          <Button look="outline" onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}
