import { vi } from "vitest";

/**
 * The request that `next/headers` speaks of, for tests of what stands at the edge. Mock that module with it:
 *   vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
 */
export const request = {
  cookies: new Map<string, string>(),
  headers: new Headers(),
  /** Cookies that were set, with their options. */
  set: vi.fn<(name: string, value: string, options?: object) => void>(),
  reset() {
    this.cookies.clear();
    this.headers = new Headers();
    this.set.mockClear();
  },
};

const jar = {
  get: (name: string) => {
    const value = request.cookies.get(name);
    return value === undefined ? undefined : { name, value };
  },
  set: (name: string, value: string, options?: object) => {
    request.set(name, value, options);
    request.cookies.set(name, value);
  },
};

export const requestModule = { cookies: async () => jar, headers: async () => request.headers };
