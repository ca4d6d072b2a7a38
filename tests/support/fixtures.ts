import { type BrowserContext, test as base, expect } from "@playwright/test";

export { expect };

interface Fixtures {
  /** Messages that this test provokes on purpose; push patterns before the page makes them. */
  expectedErrors: RegExp[];
  /** Fails the test on anything else that a page of any of its contexts wrote to console.error or threw. */
  consoleGuard: undefined;
}

/** Playwright's `test`, watching the console of every page. All browser tests use this one. */
export const test = base.extend<Fixtures>({
  expectedErrors: async ({ browserName: _browserName }, use) => use([]),
  consoleGuard: [
    async ({ browser, expectedErrors }, use) => {
      const seen: string[] = [];
      const watch = (context: BrowserContext) => {
        context.on("console", (message) => {
          if (message.type() === "error") seen.push(`console.error: ${message.text()} (${message.location().url})`);
        });
        context.on("weberror", (error) => seen.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      };
      // Those that the hooks of its file have opened, then the one of its `page` and those that it opens itself.
      for (const context of browser.contexts()) watch(context);
      browser.on("context", watch);
      await use(undefined);
      browser.off("context", watch);
      const surprises = seen.filter((text) => !expectedErrors.some((pattern) => pattern.test(text)));
      expect(surprises, "errors on the console").toEqual([]);
    },
    { auto: true },
  ],
});
