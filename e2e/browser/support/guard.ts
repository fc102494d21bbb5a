import type { BrowserContext, ConsoleMessage, Page, Response } from '@playwright/test';
import { baseUrl, siteConfig } from './product';

/**
 * Watches everything a browser does while a test runs, and tells what no page may do:
 * errors on the console, violations of the content security policy, answers that are
 * errors, and requests to anybody else.
 */
export class Guard {
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #cognitoPath: string;
  readonly #troubles: string[] = [];
  readonly #allowed: { status: number; path: RegExp }[] = [];
  #offline = false;

  private constructor(allowedHosts: ReadonlySet<string>, cognitoPath: string) {
    this.#allowedHosts = allowedHosts;
    this.#cognitoPath = cognitoPath;
  }

  /** A guard that knows whom the site may talk to. */
  static async open(): Promise<Guard> {
    const { cognito_endpoint } = await siteConfig();
    const hosts = [baseUrl(), cognito_endpoint].map((url) => new URL(url).host);
    return new Guard(new Set(hosts), new URL(cognito_endpoint).pathname);
  }

  /** What was seen so far. */
  get troubles(): readonly string[] {
    return this.#troubles;
  }

  /** An error answer that the test provokes. */
  allow(status: number, path: RegExp): void {
    this.#allowed.push({ status, path });
  }

  /** A refusal by Cognito that the test provokes. */
  allowRefusal(): void {
    this.allow(400, new RegExp(`^${this.#cognitoPath}$`));
  }

  /** Takes the browser off the net, or back; without a net requests may fail. */
  async setOffline(context: BrowserContext, offline: boolean): Promise<void> {
    this.#offline ||= offline;
    await context.setOffline(offline);
  }

  /** Watches all pages of a context, also those that are opened later. */
  async watch(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI}`);
      });
    });
    context.on('request', (request) => this.#onRequest(request.url()));
    context.on('response', (response) => this.#onResponse(response));
    context.on('console', (message) => this.#onConsole(message));
    context.on('weberror', (error) => this.#report(`error: ${error.error().message}`));
  }

  /** Holds a page against the width of its screen. */
  async checkWidth(page: Page): Promise<void> {
    const { content, screen } = await page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      screen: document.documentElement.clientWidth,
    }));
    if (content > screen) {
      this.#report(`${page.url()} is ${content} px wide and scrolls sideways on ${screen} px`);
    }
  }

  #onRequest(address: string): void {
    const { protocol, host } = new URL(address);
    if (['data:', 'blob:'].includes(protocol)) return;
    if (!this.#allowedHosts.has(host)) this.#report(`request to somebody else: ${address}`);
  }

  #onResponse(response: Response): void {
    const status = response.status();
    if (status < 400) return;
    const { pathname } = new URL(response.url());
    const allowed = this.#allowed.some((one) => one.status === status && one.path.test(pathname));
    if (!allowed) this.#report(`${response.request().method()} ${response.url()}: ${status}`);
  }

  #onConsole(message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    // The browser's own words for a request that failed, which is judged above.
    // The tracer of Playwright asks for previews that the page has let go of; the page never does.
    if (/^(Connecting to 'blob:|CSP: connect-src blocked blob$)/.test(message.text())) return;
    const failedRequest = message.text().startsWith('Failed to load resource');
    // What only a test that takes the net can bring about, whichever way it does.
    if (message.text().includes('net::ERR_INTERNET_DISCONNECTED')) return;
    if (failedRequest && (this.#offline || !message.text().includes('net::ERR'))) return;
    this.#report(`console: ${message.text()} (${message.location().url})`);
  }

  #report(trouble: string): void {
    this.#troubles.push(trouble);
  }
}
