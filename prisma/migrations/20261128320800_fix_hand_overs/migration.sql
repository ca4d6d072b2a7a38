-- Who had a fix until when: a miss stays with whoever had the fix when it fell due (metrics.md §5).
CREATE TABLE "fix_hand_overs" (
    "id" BIGSERIAL NOT NULL,
    "fix_id" BIGINT NOT NULL,
    "from_id" BIGINT NOT NULL,
    "on" DATE NOT NULL,

    CONSTRAINT "fix_hand_overs_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "fix_hand_overs_fix_id_idx" ON "fix_hand_overs"("fix_id");

ALTER TABLE "fix_hand_overs" ADD CONSTRAINT "fix_hand_overs_fix_id_fkey" FOREIGN KEY ("fix_id") REFERENCES "fixes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "fix_hand_overs" ADD CONSTRAINT "fix_hand_overs_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

REVOKE UPDATE, DELETE ON fix_hand_overs FROM accord_app;
