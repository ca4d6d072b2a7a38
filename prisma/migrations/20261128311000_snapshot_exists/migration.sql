-- Who writes a Monday that is frozen is told so in words, not by the name of a key.
CREATE OR REPLACE FUNCTION snapshots_order() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('accord.snapshots'));
  IF EXISTS (SELECT FROM snapshots WHERE as_of = NEW.as_of) THEN
    PERFORM agreement_refuse('SNAPSHOT_EXISTS', 'this Monday is frozen already and stays as it is');
  END IF;
  NEW.judges := NOT EXISTS (SELECT FROM snapshots WHERE as_of > NEW.as_of);
  RETURN NEW;
END $$;
