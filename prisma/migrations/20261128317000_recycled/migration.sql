-- Cycles after the first of their lead, counted beside those handed over (product.md A8).
UPDATE acceptance_days d SET recycled = r.n
FROM (SELECT handed_over_on, source_code, segment_code, lane, count(*)::int AS n FROM cycles WHERE number > 1 GROUP BY 1, 2, 3, 4) AS r
WHERE (d.day, d.source, d.segment, d.lane) = (r.handed_over_on, r.source_code, r.segment_code, r.lane);
ALTER TABLE acceptance_days ADD CONSTRAINT acceptance_days_recycled CHECK (recycled BETWEEN 0 AND handed_over);
