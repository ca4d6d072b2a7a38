import "server-only";
import { REVIEW_SEATS } from "@/lib/domain/roles";
import { Prisma } from "@/prisma/generated/client";

/** Of `users u`: an active person of the five seats. */
export const SITS_IN_REVIEW = Prisma.sql`(u.active AND u.role::text = ANY (${[...REVIEW_SEATS]}::text[]))`;

/** Of `users u`: who gets the list of missed follow-ups. */
export const LEADS_SDRS = Prisma.sql`(u.active AND u.role = 'head_sdr')`;

/**
 * Of `deliveries d` and the `users u` of each, if any: whether the message is still for them. The digest is for the seats that
 * want it, the missed follow-ups are for the head of SDR, a reminder is for who still has one of its leads.
 */
export const IS_RECIPIENT = Prisma.sql`CASE split_part(d.key, ':', 1)
  WHEN 'digest' THEN d.user_id IS NULL OR (${SITS_IN_REVIEW} AND u.digest)
  WHEN 'missed' THEN ${LEADS_SDRS}
  ELSE coalesce(u.active, false) AND EXISTS (SELECT FROM reminders r JOIN cycles c ON c.id = r.cycle_id
    WHERE r.delivery_id = d.id AND c.assigned_id = d.user_id) END`;
