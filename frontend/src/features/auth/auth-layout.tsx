import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Logo } from '@/components/logo';
import { usePageTitle } from '@/lib/page';

/** The frame of the pages one signs up and in on. */
export function AuthLayout({
  title,
  intro,
  footer,
  children,
}: {
  title: string;
  intro?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-4 py-8 sm:justify-center sm:py-14">
      <div className="pb-8">
        <Link to="/" aria-label="Cruddur, front page" className="inline-block rounded-xl">
          <Logo />
        </Link>
      </div>
      <div className="rounded-2xl border border-line bg-raised p-6 shadow-float sm:p-8">
        <h1 tabIndex={-1} className="text-2xl leading-tight font-extrabold tracking-tight">
          {title}
        </h1>
        {intro && <p className="pt-1.5 text-soft">{intro}</p>}
        <div className="pt-6">{children}</div>
      </div>
      {footer && <p className="pt-6 text-center text-soft">{footer}</p>}
    </div>
  );
}

/** The classes of a link within a sentence. */
export const sentenceLink = 'font-semibold text-accent hover:underline';
