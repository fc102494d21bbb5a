import { useState } from 'react';
import type { Me } from '@/api/models';
import { Button } from '@/components/button';
import { DialogTrouble } from '@/components/code-trouble';
import { lazyPart } from '@/components/lazy-part';

const EditProfileDialog = lazyPart(
  () => import('./edit-profile-dialog').then((module) => module.EditProfileDialog),
  {
    broken: (retry, { onClose }) => (
      <DialogTrouble what="The form" onRetry={retry} onClose={onClose} />
    ),
  },
);

/** Opens the editor of one's own profile. */
export function EditButton({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="outline" onClick={() => setOpen(true)}>
        Edit profile
      </Button>
      {open && <EditProfileDialog me={me} onClose={() => setOpen(false)} />}
    </>
  );
}
