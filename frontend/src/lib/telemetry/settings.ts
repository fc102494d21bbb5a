/** The part of traces that is kept, 0 to 1, as `/config.json` says; null where nothing is traced. */
export async function traceSampleRatio(): Promise<number | null> {
  const answer = await fetch('/config.json');
  if (!answer.ok) return null;
  const config = (await answer.json()) as { traces?: { sample_ratio?: unknown } } | null;
  const ratio = config?.traces?.sample_ratio;
  return typeof ratio === 'number' && ratio > 0 && ratio <= 1 ? ratio : null;
}
