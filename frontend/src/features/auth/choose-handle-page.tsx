import { zodResolver } from '@hookform/resolvers/zod';
import { useRouter } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { useApi } from '@/api/api-context';
import { unwrap } from '@/api/client';
import { keys } from '@/api/keys';
import { ProblemError } from '@/api/problem';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { showServerErrors } from '@/lib/form-errors';
import { safeReturnTo } from '@/lib/session/return-to';
import { AuthLayout } from './auth-layout';
import { handleSchema } from './auth-schemas';
import { HandleField } from './handle-field';
import { useHandleCheck } from './use-handle-check';

/** Chooses another handle, when the one from sign-up was taken before it was used. */
export function ChooseHandlePage({ returnTo }: { returnTo?: string | undefined }) {
  const { form, submit } = useChooseHandle(returnTo);
  const { errors, isSubmitting } = form.formState;
  const handle = useWatch({ control: form.control, name: 'handle' });
  const verdict = useHandleCheck(handle);
  return (
    <AuthLayout
      title="Choose another handle"
      intro="Somebody was quicker: the handle you signed up with is taken. Everything else is kept."
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        {errors.root?.message && <Notice tone="danger">{errors.root.message}</Notice>}
        <HandleField
          registration={form.register('handle')}
          handle={handle}
          verdict={verdict}
          error={errors.handle?.message}
        />
        <Button
          type="submit"
          busy={isSubmitting}
          disabled={verdict.state === 'refused'}
          className="h-12"
        >
          Take this one
        </Button>
      </form>
    </AuthLayout>
  );
}

function useChooseHandle(returnTo: string | undefined) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(handleSchema),
    mode: 'onTouched',
    defaultValues: { handle: '' },
  });
  const choose = useMutation({
    mutationFn: (body: { handle: string }) => unwrap(api.asMe.POST('/api/me', { body })),
    onSuccess: (me) => {
      client.setQueryData(keys.me, me);
      router.history.replace(safeReturnTo(returnTo));
    },
  });
  const submit = form.handleSubmit(async (body) => {
    await choose.mutateAsync(body).catch((error: unknown) => {
      if (error instanceof ProblemError && error.code === 'handle_taken') {
        form.setError('handle', { message: 'Taken as well, this very moment. Try another.' });
        return;
      }
      showServerErrors(error, ['handle'], form.setError);
    });
  });
  return { form, submit };
}
