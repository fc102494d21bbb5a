import { useNavigate } from '@tanstack/react-router';

/** Which photo of which crud, or of which message, is looked at. */
export interface Viewed {
  id: string;
  /** The conversation, where it is a message. */
  group?: string | undefined;
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
