import type { IsoDate } from "@/lib/domain/dates";
import { weekCode } from "@/lib/domain/reviews";

/** The room of a Monday's week: "/review/2026-W47". */
export const reviewHref = (asOf: IsoDate): string => `/review/${weekCode(asOf)}`;
