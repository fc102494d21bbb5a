import { useNavigate } from '@tanstack/react-router';

/** Which photo of which crud is looked at. */
export interface Viewed {
  id: string;
  index: number;
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    viewed?: Viewed | undefined;
  }
}

/** Opens the viewer. It is a step in the history, so that "back" closes it. */
export function useOpenViewer(): (viewed: Viewed) => void {
  const navigate = useNavigate();
  return (viewed) =>
    void navigate({ to: '.', search: true, state: { viewed }, resetScroll: false });
}
