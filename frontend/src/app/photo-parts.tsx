import { useMemo, type ComponentProps, type ReactNode } from 'react';
import type { Me } from '@/api/models';
import { PartTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { PhotosContext } from '@/features/activities/photos-context';
import { MessagePhotosContext, type ShowsPhotos } from '@/features/messages/photos-context';
import { inBubble } from '@/features/photos/grid-layout';
import { useOpenViewer } from '@/features/photos/open-viewer';
import { PhotoGrid } from '@/features/photos/photo-grid';
import { PhotoMosaic } from '@/features/photos/photo-mosaic';
import { PhotoServicesContext, type PhotoServices } from '@/features/photos/photo-services';
import { PicturesContext } from '@/features/profile/pictures-context';
import { AttachmentContext, type AttachmentKit } from '@/lib/attachments/attachments';

// Strangers only look at photos.
const PhotoTray = lazyPart(
  () => import('@/features/photos/photo-tray').then((module) => module.PhotoTray),
  { broken: (retry) => <PartTrouble what="What shows your photos" onRetry={retry} /> },
);
const SendingMosaic = lazyPart(
  () => import('@/features/photos/sending-mosaic').then((module) => module.SendingMosaic),
  { broken: () => null },
);
const ProfilePictures = lazyPart(
  () => import('@/features/photos/profile-pictures').then((module) => module.ProfilePictures),
  {
    waiting: <div className="h-26" />,
    broken: (retry) => <PartTrouble what="What changes your pictures" onRetry={retry} />,
  },
);

const showPhotos = (props: ComponentProps<typeof PhotoGrid>) => <PhotoGrid {...props} />;
const showMessagePhotos: ShowsPhotos = {
  sent: (props) => <MessagePhotos {...props} />,
  sending: (photos) => <SendingMosaic photos={photos} place={inBubble} />,
};
const showTray: AttachmentKit['showTray'] = (draft, purpose) => (
  <PhotoTray draft={draft} purpose={purpose} />
);
const showPictures = (me: Me) => <ProfilePictures me={me} />;

/** Gives other features what they show of photos. */
export function PhotoParts({
  services,
  children,
}: {
  services: PhotoServices;
  children: ReactNode;
}) {
  const kit = useMemo<AttachmentKit>(
    () => ({ of: (draft, purpose) => services.drafts.of(draft, purpose), showTray }),
    [services],
  );
  return (
    <PhotoServicesContext value={services}>
      <PhotosContext value={showPhotos}>
        <AttachmentContext value={kit}>
          <MessagePhotosContext value={showMessagePhotos}>
            <PicturesContext value={showPictures}>{children}</PicturesContext>
          </MessagePhotosContext>
        </AttachmentContext>
      </PhotosContext>
    </PhotoServicesContext>
  );
}

function MessagePhotos({ group, message, renew }: Parameters<ShowsPhotos['sent']>[0]) {
  const open = useOpenViewer();
  return (
    <PhotoMosaic
      photos={message.photos ?? []}
      place={inBubble}
      renew={renew}
      onOpen={(index) => open({ id: message.id, group, index })}
    />
  );
}
