import { databaseAnswers } from "@/lib/data/health";
import { AppError } from "@/lib/errors";
import { methods } from "@/lib/http/methods";
import { guarded, jsonResponse } from "@/lib/http/route";

/** Open to everybody, and says nothing but whether the database answers. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: guarded(async () => {
    if (await databaseAnswers()) return jsonResponse('{"status":"ok"}');
    throw new AppError("UNAVAILABLE", { message: "The database does not answer.", details: { retry_after: 5 } });
  }),
});

// Asked anew every time: without this the answer of the build would be served for ever.
export const dynamic = "force-dynamic";
