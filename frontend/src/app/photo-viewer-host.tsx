import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { DialogTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';

// It comes ahead of time (preload.ts), but isn't waited for by who only reads.
const Viewer = lazyPart(() => import('@/features/photos/viewer').then((module) => module.Viewer), {
  broken: (retry, { onClose }) => (
    <DialogTrouble what="The photo" onRetry={retry} onClose={onClose} />
  ),
});

/** Shows the photo that this step of the history is about, if it is about one. */
export function PhotoViewerHost() {
  const viewed = useRouterState({ select: ({ location }) => location.state.viewed });
  const router = useRouter();
  const navigate = useNavigate();
  if (!viewed) return null;
  const go = (index: number) =>
    void navigate({
      to: '.',
      search: true,
      state: { viewed: { ...viewed, index } },
      replace: true,
      resetScroll: false,
    });
  return <Viewer viewed={viewed} onGo={go} onClose={() => router.history.back()} />;
}
