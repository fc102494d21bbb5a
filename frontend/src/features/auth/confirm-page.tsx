import { zodResolver } from '@hookform/resolvers/zod';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { TextField } from '@/components/field';
import { Notice } from '@/components/notice';
import { AuthError } from '@/lib/session/auth-port';
import { useSessionControl } from '@/lib/session/session-context';
import { AuthLayout } from './auth-layout';
import { describeAuthError } from './auth-messages';
import { confirmSchema } from './auth-schemas';
import { LocalCodeHint } from './local-code-hint';
import { usePendingSignUp } from './pending-sign-up';
import { ResendCode } from './resend-code';
import { useSignInAndGoOn } from './use-signed-in';

interface ConfirmPageProps {
  email?: string | undefined;
  returnTo?: string | undefined;
}

/** Proves the e-mail address with the code sent to it, and signs in. */
export function ConfirmPage({ email = '', returnTo }: ConfirmPageProps) {
  const { form, submit, failure } = useConfirmForm(email, returnTo);
  const { errors, isSubmitting } = form.formState;
  const address = useWatch({ control: form.control, name: 'email' });
  return (
    <AuthLayout
      title="Check your mail"
      intro={
        email ? (
          <>
            We sent a six-digit code to <strong className="wrap-anywhere text-ink">{email}</strong>.
          </>
        ) : (
          'Enter your address and the six-digit code we sent to it.'
        )
      }
    >
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <LocalCodeHint purpose="sign_up" />
        {failure && <Notice tone="danger">{failure}</Notice>}
        {!email && (
          <TextField
            label="E-mail"
            type="email"
            autoComplete="email"
            inputMode="email"
            error={errors.email?.message}
            {...form.register('email')}
          />
        )}
        <TextField
          label="Code"
          inputMode="numeric"
          autoComplete="one-time-code"
          error={errors.code?.message}
          {...form.register('code')}
        />
        <Button type="submit" busy={isSubmitting} className="h-12">
          Confirm
        </Button>
        <ResendCode email={address} />
      </form>
    </AuthLayout>
  );
}

function useConfirmForm(email: string, returnTo: string | undefined) {
  const session = useSessionControl();
  const navigate = useNavigate();
  const signIn = useSignInAndGoOn();
  const { pending, setPending } = usePendingSignUp();
  const [failure, setFailure] = useState<string>();
  const form = useForm({
    resolver: zodResolver(confirmSchema),
    defaultValues: { email, code: '' },
  });
  const submit = form.handleSubmit(async (input) => {
    setFailure(undefined);
    try {
      await (await session.auth()).confirmSignUp(input.email, input.code).catch(passConfirmed);
      if (pending?.email === input.email) {
        await signIn(pending.email, pending.password, returnTo);
        setPending(null);
      } else {
        // The password is gone with a reload: it has to be typed again.
        const search = { email: input.email, return_to: returnTo };
        await navigate({ to: '/signin', search, replace: true });
      }
    } catch (error) {
      setFailure(describeAuthError(error));
    }
  });
  return { form, submit, failure };
}

function passConfirmed(error: unknown): void {
  if (!(error instanceof AuthError) || error.failure !== 'already_confirmed') throw error;
}
