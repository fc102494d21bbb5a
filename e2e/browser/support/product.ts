/** The edge of the running product. */
export function baseUrl(): string {
  return required('E2E_BASE_URL', 'the address of a running product, like http://localhost:8080');
}

/** Moves the product's clock, by which everything expires: "1h1m" from the true time, or "0s". */
export async function moveClock(offset: string): Promise<void> {
  const control = required('E2E_CONTROL_URL', 'the control server that `go test` starts');
  const answer = await fetch(`${control}/clock`, {
    method: 'POST',
    body: JSON.stringify({ offset }),
  });
  if (!answer.ok) throw new Error(`The clock was not moved: ${await answer.text()}`);
}

/** What the site is told at run time, as far as the tests need it. */
export interface SiteConfig {
  user_pool_client_id: string;
  cognito_endpoint: string;
  local_codes: { sign_up: string; recover: string };
}

/** Asks the site for its configuration. */
export async function siteConfig(): Promise<SiteConfig> {
  const answer = await fetch(`${baseUrl()}/config.json`);
  if (!answer.ok) throw new Error(`/config.json answers ${answer.status}`);
  return (await answer.json()) as SiteConfig;
}

function required(name: string, meaning: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}: ${meaning}. See e2e/README.md.`);
  return value;
}
