-- Who owns open fixes does not become CFO or CEO (product.md D3, People): the guard of accounts knows fixes too.
CREATE OR REPLACE FUNCTION users_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF never_owns(NEW.role) AND NOT never_owns(OLD.role) AND (
      EXISTS (SELECT FROM reason_owners WHERE user_id = NEW.id AND until IS NULL)
      OR EXISTS (SELECT FROM stack_tools WHERE owner_id = NEW.id AND active)
      OR EXISTS (SELECT FROM fixes WHERE owner_id = NEW.id AND closed_on IS NULL)
      OR EXISTS (SELECT FROM cycles WHERE assigned_id = NEW.id AND stage IN ('mql', 'referred'))) THEN
    PERFORM agreement_refuse('STILL_OWNER', format('%s still owns a reason, a tool, a fix or open leads', NEW.name));
  END IF;
  RETURN NEW;
END $$;

-- The lock makes a change of the role or the closing of the account wait, so that neither write can miss the other.
CREATE OR REPLACE FUNCTION fixes_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.closed_on IS NOT NULL THEN
      PERFORM agreement_refuse('FIX_CLOSED', 'a closed fix stays as it is');
    END IF;
    IF (NEW.id, NEW.reason, NEW.source_code, NEW.opened_on, NEW.snapshot_as_of)
        IS DISTINCT FROM (OLD.id, OLD.reason, OLD.source_code, OLD.opened_on, OLD.snapshot_as_of) THEN
      PERFORM agreement_refuse('FIX_CLOSED', 'what a fix is about, and since when, stays as it is');
    END IF;
  END IF;
  IF TG_OP = 'INSERT' OR NEW.owner_id <> OLD.owner_id THEN
    PERFORM FROM users WHERE id = NEW.owner_id AND active AND NOT never_owns(role) FOR SHARE;
    IF NOT FOUND THEN
      PERFORM agreement_refuse('OWNER_NOT_PERSON', 'an active person owns a fix, and no CFO or CEO');
    END IF;
  END IF;
  RETURN NEW;
END $$;
