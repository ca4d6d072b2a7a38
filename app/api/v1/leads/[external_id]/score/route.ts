import { AppError } from "@/lib/errors";
import { methods } from "@/lib/http/methods";
import { readOnlyRoute } from "@/lib/http/read-only-route";

const scoreIsReadOnly = () =>
  new AppError("SCORE_READ_ONLY", {
    field: "score",
    message:
      "Nobody edits a third-party score, whatever their role. It comes with the lead record from the scoring tool: send it with POST /api/v1/leads or an import, with score_vendor and score_model_version.",
  });

const refuse = readOnlyRoute("metrics.read", scoreIsReadOnly);

/** The score of a lead has an address, so that whoever tries to write it hears why they cannot (product.md C13). */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: refuse, PUT: refuse, PATCH: refuse });
