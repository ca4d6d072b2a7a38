import "server-only";
import { draftObject } from "./agreed-tables";
import { definitionObject } from "./agreements";
import { CALENDAR_OBJECT } from "./calendar";
import { termsObject } from "./floors";
import { requirementsObject } from "./requirements";
import { SEGMENTS_OBJECT } from "./segments";
import { STAGES_OBJECT } from "./stage-names";

/** Objects of the audit log under which the parts of a version are written. */
export function draftFeed(version: number): string[] {
  const tables = [STAGES_OBJECT, SEGMENTS_OBJECT, CALENDAR_OBJECT].map((object) => draftObject(object, version));
  return [definitionObject(version), termsObject(version), requirementsObject(version), ...tables];
}
