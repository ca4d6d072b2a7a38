-- A lead that somebody else takes over is new to them: a person is reminded of it once of each kind, not the lead (product.md A12).
ALTER TABLE "reminders" ADD COLUMN "user_id" BIGINT;

UPDATE reminders r SET user_id = d.user_id FROM deliveries d WHERE d.id = r.delivery_id;

ALTER TABLE "reminders" ALTER COLUMN "user_id" SET NOT NULL,
  DROP CONSTRAINT "reminders_pkey",
  ADD CONSTRAINT "reminders_pkey" PRIMARY KEY ("cycle_id", "kind", "user_id");

ALTER TABLE "reminders" ADD CONSTRAINT "reminders_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whether a message is still for its person is asked for each line of the log.
CREATE INDEX "reminders_delivery_id_idx" ON "reminders"("delivery_id");
