import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { DialogTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';

interface Trouble {
  onClose: () => void;
}

const broken = (retry: () => void, { onClose }: Trouble) => (
  <DialogTrouble what="The photo" onRetry={retry} onClose={onClose} />
);

// They come ahead of time (preload.ts), but aren't waited for by who only reads.
const ActivityViewer = lazyPart(
  () => import('@/features/photos/activity-viewer').then((module) => module.ActivityViewer),
  { broken },
);
const MessageViewer = lazyPart(
  () => import('./message-viewer').then((module) => module.MessageViewer),
  { broken },
);

/** Shows the photo that this step of the history is about, if it is about one. */
export function PhotoViewerHost() {
  const viewed = useRouterState({ select: ({ location }) => location.state.viewed });
  const router = useRouter();
  const navigate = useNavigate();
  if (!viewed) return null;
  const { id, group, index } = viewed;
  const onGo = (next: number) =>
    void navigate({
      to: '.',
      search: true,
      state: { viewed: { ...viewed, index: next } },
      replace: true,
      resetScroll: false,
    });
  const viewer = { id, index, onGo, onClose: () => router.history.back() };
  return group ? <MessageViewer group={group} {...viewer} /> : <ActivityViewer {...viewer} />;
}
