-- Fixes and decisions stay as they are, and mapping an unmapped value takes its row away: so they never name one (product.md D3, D5).
CREATE FUNCTION refuse_unmapped() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM sources WHERE is_unmapped
      AND code IN (to_jsonb(NEW) ->> 'source_code', to_jsonb(NEW) ->> 'fix_source', to_jsonb(NEW) ->> 'to_source')) THEN
    PERFORM agreement_refuse('SOURCE_UNKNOWN', 'an unmapped value is mapped before a fix or a decision names it');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fixes_source BEFORE INSERT ON fixes FOR EACH ROW EXECUTE FUNCTION refuse_unmapped();
CREATE TRIGGER review_decisions_source BEFORE INSERT ON review_decisions FOR EACH ROW EXECUTE FUNCTION refuse_unmapped();

-- A watch that has ended stays ended.
CREATE FUNCTION watches_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM agreement_refuse('WATCH_ENDED', 'a watch that has ended stays as it is');
END $$;
CREATE TRIGGER watches_guard BEFORE UPDATE OF ended_on ON watches FOR EACH ROW WHEN (OLD.ended_on IS NOT NULL) EXECUTE FUNCTION watches_guard();
