interface Policy {
  Statement: [{ Condition: { DateLessThan: { 'AWS:EpochTime': number } } }];
}

// The signer counts in whole seconds, and rounds.
const ROUNDING = 2_000;

/** Until when the signature of a photo counts, or null when that can't be read from it. */
export function signatureEnd(signature: string): number | null {
  const encoded = new URLSearchParams(signature).get('Policy');
  if (!encoded) return null;
  try {
    // CloudFront's own letters for what has a meaning in addresses.
    const json = atob(encoded.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'));
    const [statement] = (JSON.parse(json) as Policy).Statement;
    return statement.Condition.DateLessThan['AWS:EpochTime'] * 1000;
  } catch {
    return null;
  }
}

/**
 * True when the crud lives longer by now than its signature counts. One that counts longer than
 * the crud lives still does its work, and what has just ended must not be asked for.
 */
export function isOutdated(signature: string, expiresAt: string): boolean {
  const end = signatureEnd(signature);
  return end !== null && Date.parse(expiresAt) - end > ROUNDING;
}
