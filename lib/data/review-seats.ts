import "server-only";
import { Prisma } from "@/prisma/generated/client";

/** The five seats of a review `r` as rows `seat (place, role, id)`. */
export const SEATS_OF_REVIEW = Prisma.sql`
  (VALUES (1, 'cro', r.cro_id), (2, 'cmo', r.cmo_id), (3, 'vp_revops', r.vp_revops_id), (4, 'head_demand_gen', r.head_demand_gen_id),
    (5, 'head_sdr', r.head_sdr_id)) AS seat(place, role, id)`;

/** Whether the account `u` in a `seat` still holds it: somebody who is disabled, or has another role by now, does not. */
export const HOLDS_SEAT = Prisma.sql`(u.active AND u.role::text = seat.role)`;
