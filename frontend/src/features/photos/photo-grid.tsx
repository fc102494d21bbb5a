import type { Activity } from '@/api/models';
import { inCard, onPage } from './grid-layout';
import { useOpenViewer } from './open-viewer';
import { PhotoMosaic } from './photo-mosaic';
import { usePhotos } from './use-photos';

interface PhotoGridProps {
  activity: Activity;
  /** On the crud's own page. */
  large?: boolean;
}

/** The photos of a crud. */
export function PhotoGrid({ activity, large = false }: PhotoGridProps) {
  return activity.photos ? <Grid activity={activity} large={large} /> : null;
}

function Grid({ activity, large }: Required<PhotoGridProps>) {
  const { photos, renew } = usePhotos(activity);
  const open = useOpenViewer();
  return (
    <PhotoMosaic
      photos={photos}
      place={large ? onPage : inCard}
      renew={renew}
      onOpen={(index) => open({ id: activity.id, index })}
      className="mt-2"
    />
  );
}
