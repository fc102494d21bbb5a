/** Tells the operators of an error. */
export type Report = (error: Error) => Promise<void>;

/**
 * Has `report` told of the errors that nobody caught, each once. Returns what to call with those
 * that React caught.
 */
export function watchErrors(report: Report, page: Window = window): (error: unknown) => void {
  const seen = new WeakSet<Error>();
  const tell = (error: unknown) => {
    if (!(error instanceof Error) || seen.has(error)) return;
    seen.add(error);
    // Failing to report is no error to report.
    report(error).catch(() => undefined);
  };
  page.addEventListener('error', ({ error }) => tell(error));
  page.addEventListener('unhandledrejection', ({ reason }) => tell(reason));
  return tell;
}
