import { readQueueSettings } from "@/lib/data/queue-desk";
import { readQueueLeads } from "@/lib/data/queue-leads";
import { sessionRoute } from "@/lib/http/session-route";
import { queueContext, queueItem, queueLead } from "@/lib/view/queue";

/** The leads that come next in the reader's queue: `?ids=1,2,3`, cycles; those that are not theirs to see are left out. */
export const GET = sessionRoute(["queue.work"], async (actor, request) => {
  const now = new Date();
  const ids = (new URL(request.url).searchParams.get("ids") ?? "").split(",");
  const [settings, leads] = await Promise.all([readQueueSettings(), readQueueLeads(actor, ids, now)]);
  const context = queueContext(settings, now);
  return Response.json({
    items: leads.map((lead) => queueItem(lead, context)),
    leads: leads.map((lead) => queueLead(lead, context)),
  });
});
