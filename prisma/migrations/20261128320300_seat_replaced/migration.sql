-- The seat of somebody who left, or has another role by now, is given to one active person of that role; no other seat changes.
CREATE OR REPLACE FUNCTION reviews_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.closed_at IS NOT NULL THEN
      PERFORM agreement_refuse('DECISION_MISSING', 'a review begins open');
    END IF;
    IF (SELECT count(*) FROM users u JOIN (VALUES (NEW.cro_id, 'cro'), (NEW.cmo_id, 'cmo'), (NEW.vp_revops_id, 'vp_revops'),
          (NEW.head_demand_gen_id, 'head_demand_gen'), (NEW.head_sdr_id, 'head_sdr')) AS seat(id, role)
          ON u.id = seat.id AND u.role::text = seat.role AND u.active) <> 5 THEN
      PERFORM agreement_refuse('ATTENDEES_EXACTLY_FIVE', 'five active people sit in the five seats, each in their own role');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.closed_at IS NOT NULL THEN
    PERFORM agreement_refuse('REVIEW_CLOSED', 'a closed review stays as it is');
  END IF;
  IF (NEW.id, NEW.as_of, NEW.opened_at, NEW.opened_by_id) IS DISTINCT FROM (OLD.id, OLD.as_of, OLD.opened_at, OLD.opened_by_id) THEN
    PERFORM agreement_refuse('REVIEW_CLOSED', 'the Monday of a review stays as it is');
  END IF;
  IF EXISTS (SELECT FROM review_seat_changes(OLD, NEW) c JOIN users u ON u.id = c.old_id WHERE u.active AND u.role::text = c.role) THEN
    PERFORM agreement_refuse('SEAT_HELD', 'whoever is active and of the role of a seat keeps it');
  END IF;
  IF EXISTS (SELECT FROM review_seat_changes(OLD, NEW) c JOIN users u ON u.id = c.new_id WHERE NOT (u.active AND u.role::text = c.role)) THEN
    PERFORM agreement_refuse('ATTENDEES_EXACTLY_FIVE', 'a seat is given to one active person of its role');
  END IF;
  IF NEW.closed_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM review_decisions WHERE id = NEW.closed_decision_id AND review_id = NEW.id) THEN
    PERFORM agreement_refuse('DECISION_MISSING', 'a review is closed with its own decision');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION review_seat_changes(p_old reviews, p_new reviews) RETURNS TABLE (role text, old_id bigint, new_id bigint)
  LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT * FROM (VALUES ('cro', p_old.cro_id, p_new.cro_id), ('cmo', p_old.cmo_id, p_new.cmo_id),
    ('vp_revops', p_old.vp_revops_id, p_new.vp_revops_id), ('head_demand_gen', p_old.head_demand_gen_id, p_new.head_demand_gen_id),
    ('head_sdr', p_old.head_sdr_id, p_new.head_sdr_id)) AS seat(role, old_id, new_id) WHERE old_id <> new_id $$;
