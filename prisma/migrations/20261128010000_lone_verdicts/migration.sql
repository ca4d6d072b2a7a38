-- A verdict on a lead from which no opportunity follows is one statement. Its snapshot is taken before it waits at the
-- head of the audit chain; an import that committed meanwhile may have brought an opportunity. A volatile function sees
-- that (each of its statements takes a snapshot of its own), and the verdict is then given in a transaction.
CREATE FUNCTION expect_no_opportunities(p_lead_id bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM opportunities WHERE lead_id = p_lead_id
    OR account_key = (SELECT account_key FROM leads WHERE id = p_lead_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'an opportunity follows from lead %', p_lead_id USING ERRCODE = 'AC001';
  END IF;
  RETURN true;
END $$;
