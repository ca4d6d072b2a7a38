-- A verdict may come in after others that are dated later. Events stay as they were recorded; those that
-- the earlier-dated one puts out of force are named here, so that what is left is legal in order of time.
-- CreateTable
CREATE TABLE "superseded_events" (
    "event_id" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "audit_seq" BIGINT NOT NULL,

    CONSTRAINT "superseded_events_pkey" PRIMARY KEY ("event_id")
);

-- AddForeignKey
ALTER TABLE "superseded_events" ADD CONSTRAINT "superseded_events_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "lifecycle_events"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "superseded_events" ADD CONSTRAINT "superseded_events_audit_seq_fkey" FOREIGN KEY ("audit_seq") REFERENCES "audit_log"("seq") ON DELETE RESTRICT ON UPDATE CASCADE;

REVOKE UPDATE, DELETE ON superseded_events FROM accord_app;

-- The decision SLA looks at the first verdict that stands: cached beside the one in force (metrics.md, Decision SLA).
ALTER TABLE "cycles" ADD COLUMN "first_decided_at" TIMESTAMPTZ(3);
UPDATE cycles c SET first_decided_at = (
  SELECT min(e.at) FROM lifecycle_events e
  WHERE e.cycle_id = c.id AND e.kind = 'move' AND e.to_stage IN ('sal', 'rejected') AND NOT EXISTS (
    SELECT FROM lifecycle_events r WHERE r.cycle_id = c.id AND r.kind = 'correction' AND r.to_stage IN ('mql', 'referred') AND (r.at, r.id) > (e.at, e.id)))
WHERE decided_at IS NOT NULL;
ALTER TABLE cycles ADD CONSTRAINT cycles_first_decided CHECK ((decided_at IS NULL) = (first_decided_at IS NULL) AND first_decided_at <= decided_at);

-- Who sourced a lead does not decide it (product.md A10). Imports let some through: their decisions keep the name, the cycle loses it.
UPDATE cycles SET decided_by_id = NULL WHERE decided_by_id = sourced_by_id;
ALTER TABLE cycles ADD CONSTRAINT cycles_decider CHECK (decided_by_id <> sourced_by_id);
