import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { putMe } from '@/api/me-cache';
import { describeError } from '@/api/problem';
import { useAnnounce } from '@/lib/page';
import type { PictureKind } from './picture-kind';
import { usePhotoServices } from './photo-services';
import type { UploadState } from './upload-state';

/** Uploads a picture of one's own profile and puts it there, or takes it away. */
export function useProfilePicture(kind: PictureKind) {
  const { uploader } = usePhotoServices();
  const announce = useAnnounce();
  const [upload, setUpload] = useState<UploadState | null>(null);
  const abort = useRef<AbortController | null>(null);
  const save = useSave(kind, (taken) => {
    setUpload(null);
    announce(taken ? `Your ${kind.label} is changed` : `Your ${kind.label} is removed`);
  });
  useEffect(() => () => abort.current?.abort(), []);

  const send = (file: File) => {
    abort.current?.abort();
    const current = new AbortController();
    abort.current = current;
    save.reset();
    const { signal } = current;
    const onState = (state: UploadState) => {
      if (signal.aborted) return;
      setUpload(state);
      if (state.phase === 'ready') save.mutate(state.id);
    };
    onState({ phase: 'preparing' });
    const noCode = 'What it takes to upload didn’t load. Try again.';
    uploader().then(
      (run) => run({ purpose: kind.name, file, signal, onState }),
      () => onState({ phase: 'failed', words: noCode, retry: true }),
    );
  };
  const cancel = () => {
    abort.current?.abort();
    setUpload(null);
  };
  const remove = () => {
    setUpload(null);
    save.mutate('');
  };
  const failure = upload?.phase === 'failed' ? upload.words : undefined;
  const error = failure ?? (save.error ? describeError(save.error) : undefined);
  return { upload, busy: save.isPending, error, send, cancel, remove };
}

function useSave(kind: PictureKind, onSaved: (taken: boolean) => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.asMe.PATCH('/api/me', { body: { [kind.name]: id } })),
    onSuccess: (me, id) => {
      putMe(client, me);
      onSaved(id !== '');
    },
  });
}
