import "server-only";
import { randomUUID } from "node:crypto";
import { authorize, type Person } from "@/lib/auth/actor";
import { currentActor } from "@/lib/auth/gate";
import type { Permission } from "@/lib/auth/permissions";
import { AppError } from "@/lib/errors";
import { BYTE_ORDER_MARK, csvHeaders } from "@/lib/view/csv";
import { problemResponse } from "./problem";

interface Download {
  /** File name without ending; it names the table, the day and the zone. */
  name: string;
  text: string;
}

/**
 * A CSV file for the person who is signed in. Both permissions are needed: to see the table, and to take it away. `?bom=1`
 * puts the mark in front by which Excel knows UTF-8. What the handler throws becomes a problem document.
 */
export async function csvDownload(
  request: Request,
  permission: Permission,
  make: (person: Person) => Promise<Download>,
): Promise<Response> {
  try {
    const person = await currentActor();
    if (!person) throw new AppError("UNAUTHENTICATED", { message: "Sign in, then download the file again." });
    const { pathname, searchParams } = new URL(request.url);
    await authorize(person, permission, pathname);
    await authorize(person, "export.csv", pathname);
    const { name, text } = await make(person);
    return new Response(searchParams.get("bom") === "1" ? BYTE_ORDER_MARK + text : text, { headers: csvHeaders(name) });
  } catch (error) {
    return problemResponse(error, randomUUID());
  }
}
