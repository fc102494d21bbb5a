import { useMemo, type ComponentProps, type ReactNode } from 'react';
import type { Me } from '@/api/models';
import { PartTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';
import { PhotosContext } from '@/features/activities/photos-context';
import { AttachmentContext } from '@/features/compose/attachments';
import { PhotoGrid } from '@/features/photos/photo-grid';
import { PhotoServicesContext, type PhotoServices } from '@/features/photos/photo-services';
import { PicturesContext } from '@/features/profile/pictures-context';

// Strangers only look at photos.
const PhotoTray = lazyPart(
  () => import('@/features/photos/photo-tray').then((module) => module.PhotoTray),
  { broken: (retry) => <PartTrouble what="What shows your photos" onRetry={retry} /> },
);
const ProfilePictures = lazyPart(
  () => import('@/features/photos/profile-pictures').then((module) => module.ProfilePictures),
  {
    waiting: <div className="h-26" />,
    broken: (retry) => <PartTrouble what="What changes your pictures" onRetry={retry} />,
  },
);

const showPhotos = (props: ComponentProps<typeof PhotoGrid>) => <PhotoGrid {...props} />;
const showTray = (draft: string) => <PhotoTray draft={draft} />;
const showPictures = (me: Me) => <ProfilePictures me={me} />;

/** Gives other features what they show of photos. */
export function PhotoParts({
  services,
  children,
}: {
  services: PhotoServices;
  children: ReactNode;
}) {
  const kit = useMemo(
    () => ({ of: (draft: string) => services.drafts.of(draft), showTray }),
    [services],
  );
  return (
    <PhotoServicesContext value={services}>
      <PhotosContext value={showPhotos}>
        <AttachmentContext value={kit}>
          <PicturesContext value={showPictures}>{children}</PicturesContext>
        </AttachmentContext>
      </PhotosContext>
    </PhotoServicesContext>
  );
}
