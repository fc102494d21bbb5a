import { zodResolver } from '@hookform/resolvers/zod';
import { use } from 'react';
import { useForm, useWatch, type Control } from 'react-hook-form';
import type { Me } from '@/api/models';
import { Button } from '@/components/button';
import { Dialog, DialogActions } from '@/components/dialog';
import { SelectField, TextArea, TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { showServerErrors } from '@/lib/form-errors';
import { countGraphemes } from '@/lib/text/graphemes';
import { TTLS } from '@/lib/text/ttl';
import { PicturesContext } from './pictures-context';
import { changesOf, MOST, profileSchema, type ProfileForm } from './profile-schema';
import { useUpdateMe } from './use-update-me';

/** Edits one's own profile; what is typed stays when saving fails. */
export function EditProfileDialog({ me, onClose }: { me: Me; onClose: () => void }) {
  const { register, control, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(profileSchema),
    mode: 'onTouched',
    defaultValues: {
      display_name: me.display_name,
      bio: me.bio,
      location: me.location,
      website: me.website,
      default_ttl: me.default_ttl,
    },
  });
  const update = useUpdateMe(onClose);
  const showPictures = use(PicturesContext);
  const { errors } = formState;

  const save = handleSubmit(async (form) => {
    const changes = changesOf(form, me);
    if (Object.keys(changes).length === 0) {
      onClose();
      return;
    }
    const fields = Object.keys(form) as (keyof ProfileForm)[];
    await update
      .mutateAsync(changes)
      .catch((error: unknown) => showServerErrors(error, fields, setError));
  });
  return (
    <Dialog open onOpenChange={onClose} title="Edit profile" sheet keep>
      <form noValidate onSubmit={save} className="flex grow flex-col">
        <div className="flex flex-col gap-4 px-4 pt-2 pb-5">
          {errors.root?.message && <Notice tone="danger">{errors.root.message}</Notice>}
          {showPictures(me)}
          <TextField
            label="Display name"
            autoComplete="name"
            error={errors.display_name?.message}
            {...register('display_name')}
          />
          <TextArea
            label="Bio"
            rows={3}
            error={errors.bio?.message}
            hint={<RoomLeft control={control} />}
            {...register('bio')}
          />
          <TextField label="Location" error={errors.location?.message} {...register('location')} />
          <TextField
            label="Website"
            type="url"
            inputMode="url"
            autoComplete="url"
            placeholder="https://"
            error={errors.website?.message}
            {...register('website')}
          />
          <SelectField
            label="New cruds burn after"
            hint="You can choose another life for every crud."
            {...register('default_ttl')}
          >
            {TTLS.map((ttl) => (
              <option key={ttl.value} value={ttl.value}>
                {ttl.label}
              </option>
            ))}
          </SelectField>
        </div>
        <DialogActions>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={update.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function RoomLeft({ control }: { control: Control<ProfileForm> }) {
  const bio = useWatch({ control, name: 'bio' });
  return `${MOST.bio - countGraphemes(bio)} characters left`;
}
