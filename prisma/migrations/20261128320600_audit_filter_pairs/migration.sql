-- What one actor did of one action, and to one kind of object: either may be common, both together rare.
CREATE INDEX "audit_log_actor_action_seq_idx" ON "audit_log"("actor", "action", "seq");

CREATE INDEX audit_log_actor_kind ON audit_log (actor, split_part(object, ':', 1), seq);
