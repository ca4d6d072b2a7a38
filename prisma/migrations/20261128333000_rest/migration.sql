-- After a kill or defund only a healthy Monday sets a clock at rest, and once the whole window lies after the decision a breach opens a
-- new one (metrics.md §5). Mondays that were frozen before this rule count as they were judged: their clocks and moves stay.
ALTER TABLE "snapshots" ADD COLUMN "silence_rests" BOOLEAN NOT NULL DEFAULT true;

ALTER TABLE "snapshots" ALTER COLUMN "silence_rests" SET DEFAULT false;
