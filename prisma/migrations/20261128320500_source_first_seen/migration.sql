-- Since when a source, or a value that nobody has mapped, is there: the playbook tells what came late from what was left
-- undone. Unknown for those that are there already.
ALTER TABLE "sources" ADD COLUMN "first_seen_at" TIMESTAMPTZ(3);
ALTER TABLE "sources" ALTER COLUMN "first_seen_at" SET DEFAULT CURRENT_TIMESTAMP;
