-- Who sourced a lead is known before its hand-over, and must outlast it.
ALTER TABLE "leads" ADD COLUMN "sourced_by" TEXT;
UPDATE leads l SET sourced_by = u.email FROM cycles c JOIN users u ON u.id = c.sourced_by_id WHERE c.lead_id = l.id;

-- Every row that was read has one outcome.
ALTER TABLE imports ADD CONSTRAINT imports_add_up
  CHECK (finished_at IS NULL OR rows_in = inserted + updated + unchanged + duplicate + rejected);
