-- The audit trail by who, what, to what kind of thing and when, latest first, however long it is (product.md D12).
CREATE INDEX "audit_log_actor_seq_idx" ON "audit_log"("actor", "seq");

CREATE INDEX "audit_log_action_seq_idx" ON "audit_log"("action", "seq");

CREATE INDEX "audit_log_at_idx" ON "audit_log"("at");

CREATE INDEX audit_log_kind ON audit_log (split_part(object, ':', 1), seq);
