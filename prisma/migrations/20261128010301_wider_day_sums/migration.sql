-- A day adds up amounts of 14 digits each: a hundred of them are more than numeric(18,2) holds, and one more failed the whole import.
ALTER TABLE "pipeline_days" ALTER COLUMN "amount" SET DATA TYPE DECIMAL(24,2);
ALTER TABLE "influence_days"
  ALTER COLUMN "first_touch" SET DATA TYPE DECIMAL(24,2),
  ALTER COLUMN "opportunity_created" SET DATA TYPE DECIMAL(24,2),
  ALTER COLUMN "closed_won" SET DATA TYPE DECIMAL(24,2);
ALTER TABLE "won_days" ALTER COLUMN "amount" SET DATA TYPE DECIMAL(24,2);
