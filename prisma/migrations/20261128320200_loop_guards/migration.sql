-- What the loop keeps: a watch only ends, a thank-you keeps its numbers, and a clock is what its moves say (product.md D1, D9).
REVOKE UPDATE ON watches FROM accord_app;
GRANT UPDATE (ended_on) ON watches TO accord_app;

ALTER TABLE "thanks" DROP CONSTRAINT "thanks_watch_id_baseline_count_baseline_n_fkey";

ALTER TABLE "thanks" ADD CONSTRAINT "thanks_watch_id_baseline_count_baseline_n_fkey" FOREIGN KEY ("watch_id", "baseline_count", "baseline_n") REFERENCES "watches"("id", "baseline_count", "baseline_n") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE FUNCTION clocks_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.unit, NEW.opened) IS DISTINCT FROM (OLD.id, OLD.unit, OLD.opened) THEN
    PERFORM agreement_refuse('CLOCK_FIXED', 'what a clock is about, and since when, stays as it is');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clocks_guard BEFORE UPDATE ON clocks FOR EACH ROW EXECUTE FUNCTION clocks_guard();

-- A closing updates its review before it settles the clock.
CREATE FUNCTION clock_moves_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM review_decisions d JOIN reviews r ON r.closed_decision_id = d.id
      WHERE d.id = NEW.decision_id AND d.clock_id = NEW.clock_id
        AND NEW.kind::text = CASE d.type WHEN 'kill' THEN 'killed' WHEN 'defund' THEN 'defunded' WHEN 'extend' THEN 'extended' END) THEN
    PERFORM agreement_refuse('CLOCK_UNDECIDED', 'only the decision of a closed review about this clock settles it');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clock_moves_guard BEFORE INSERT ON clock_moves FOR EACH ROW EXECUTE FUNCTION clock_moves_guard();

-- At the end of a transaction each clock stands where its last move left it. Moves are append-only, so that no change of a clock
-- goes without one. Of one day, kinds follow from each other in the order of their enum.
CREATE FUNCTION clock_story() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM clocks c JOIN LATERAL (
      SELECT kind, "on", due FROM clock_moves WHERE clock_id = c.id AND kind <> 'rested' ORDER BY "on" DESC, kind DESC LIMIT 1) AS last ON true
    WHERE c.id = coalesce((to_jsonb(NEW) ->> 'clock_id')::bigint, NEW.id) AND c.due = last.due
      AND c.state::text = CASE WHEN last.kind IN ('opened', 'resumed') THEN 'open' ELSE last.kind::text END
      AND c.settled_on IS NOT DISTINCT FROM CASE WHEN last.kind IN ('cured', 'killed', 'defunded') THEN last."on" END
      AND c.rested = EXISTS (SELECT FROM clock_moves WHERE clock_id = c.id AND kind = 'rested');
  IF NOT FOUND THEN
    PERFORM agreement_refuse('CLOCK_UNTOLD', 'a clock stands where its last move left it');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER clocks_story AFTER INSERT OR UPDATE ON clocks DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION clock_story();
CREATE CONSTRAINT TRIGGER clock_moves_story AFTER INSERT ON clock_moves DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION clock_story();
