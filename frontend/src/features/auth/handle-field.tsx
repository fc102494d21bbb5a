import type { UseFormRegisterReturn } from 'react-hook-form';
import { Spinner } from '@/components/button';
import { TextField } from '@/components/field';
import { CheckIcon, CloseIcon } from '@/components/icons';
import type { HandleVerdict } from './use-handle-check';

interface HandleFieldProps {
  registration: UseFormRegisterReturn;
  handle: string;
  verdict: HandleVerdict;
  error: string | undefined;
}

/** A handle, with the answer to whether it can be had. */
export function HandleField({ registration, handle, verdict, error }: HandleFieldProps) {
  const refused = verdict.state === 'refused' ? `@${handle.trim()} ${verdict.reason}.` : undefined;
  return (
    <TextField
      label="Handle"
      autoComplete="nickname"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      error={refused ?? error}
      hint={
        verdict.state === 'free' ? (
          <span className="font-medium text-good">@{handle.trim()} is yours if you’re quick.</span>
        ) : (
          '3 to 20 letters, digits or _. It can’t be changed later.'
        )
      }
      {...registration}
    >
      <span className="inline-flex w-9 justify-center">
        {verdict.state === 'checking' && <Spinner />}
        {verdict.state === 'free' && <CheckIcon className="size-5 text-good" />}
        {verdict.state === 'refused' && <CloseIcon className="size-5 text-danger" />}
      </span>
    </TextField>
  );
}
