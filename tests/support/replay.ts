import type { Browser, Page, Request } from "@playwright/test";
import type { Role } from "@/lib/domain/roles";
import { contextOf } from "./sign-in";

/** The server action that a press sends. */
export async function sentAction(page: Page, press: () => Promise<void>): Promise<Request> {
  const request = page.waitForRequest((one) => one.method() === "POST" && one.headers()["next-action"] !== undefined);
  await press();
  return request;
}

/** Sends the same action again as somebody else, and says what came back. */
export async function replayAs(browser: Browser, role: Role, request: Request): Promise<string> {
  const context = await contextOf(browser, role);
  const { "next-action": action = "", "content-type": type = "" } = request.headers();
  const response = await context.request.post(request.url(), {
    headers: { "next-action": action, "content-type": type, origin: new URL(request.url()).origin },
    data: request.postDataBuffer() ?? "",
  });
  const body = await response.text();
  await context.close();
  return body;
}
