import { ConfigError, NetworkError, problemFrom } from '@/api/problem';
import { z } from '@/lib/validation';

const schema = z.object({
  region: z.string().min(1),
  user_pool_id: z.string().min(1),
  user_pool_client_id: z.string().min(1),
  /** Set where Cognito isn't AWS's own, as in the local stack. */
  cognito_endpoint: z.url().optional(),
  environment: z.string().min(1),
  /** The local stack sends no mail; its codes are constant and shown where they are asked for. */
  local_codes: z.object({ sign_up: z.string(), recover: z.string() }).optional(),
});

/** What differs between environments; one build serves them all. */
export type RuntimeConfig = z.infer<typeof schema>;

/** Fetches and checks `/config.json`. Throws NetworkError or ConfigError. */
export async function loadRuntimeConfig(): Promise<RuntimeConfig> {
  const response = await fetch(new URL('/config.json', window.location.origin)).catch(
    (cause: unknown) => {
      throw new NetworkError({ cause });
    },
  );
  // Starting or overloaded: that passes. Anything else is how the site was deployed.
  if (response.status >= 500) throw problemFrom(response, null);
  if (!response.ok) throw new ConfigError(`/config.json answered ${response.status}.`);
  // A site without the file may answer with its front page, which is not JSON.
  const body: unknown = await response.json().catch(() => null);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'the file').join(', ');
  throw new ConfigError(`/config.json is not valid: ${places}.`);
}
