-- The audit trail by who, what and when, latest first, however long it is (product.md D12). Objects are looked up whole or by
-- what stands before their colon: by code unit, whatever the collation of the database.
DROP INDEX "audit_log_object_idx";

CREATE INDEX "audit_log_object_idx" ON "audit_log"("object" text_pattern_ops);

CREATE INDEX "audit_log_actor_seq_idx" ON "audit_log"("actor", "seq");

CREATE INDEX "audit_log_action_seq_idx" ON "audit_log"("action", "seq");

CREATE INDEX "audit_log_at_idx" ON "audit_log"("at");
