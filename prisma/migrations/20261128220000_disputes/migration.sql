-- The diagnostic "What is a good lead?", disputes about the ICP, logged arguments, and where the BDR team sits
-- (product.md C9, C10, C11, C14).
CREATE TYPE "definition_field" AS ENUM ('firmographic', 'industries', 'tech_stack', 'behaviour', 'titles', 'geography', 'disqualifiers', 'time_decay');
CREATE TYPE "argument_kind" AS ENUM ('cac', 'attribution', 'headcount', 'definition');

ALTER TABLE "organisation" ADD COLUMN "bdr_reports_to" "user_role" NOT NULL DEFAULT 'cro';
ALTER TABLE organisation ADD CONSTRAINT organisation_bdr_team CHECK (bdr_reports_to IN ('cro', 'cmo', 'ceo'));

CREATE TABLE "diagnostic_rounds" (
    "id" BIGSERIAL NOT NULL,
    "cro_id" BIGINT NOT NULL,
    "cmo_id" BIGINT NOT NULL,
    "opened_by_id" BIGINT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cro_answered_at" TIMESTAMPTZ(3),
    "cmo_answered_at" TIMESTAMPTZ(3),
    "revealed_at" TIMESTAMPTZ(3),
    "called_off_at" TIMESTAMPTZ(3),
    "draft_version" INTEGER,

    CONSTRAINT "diagnostic_rounds_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "diagnostic_answers" (
    "round_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "sentence" TEXT NOT NULL,
    "firmographic" TEXT NOT NULL,
    "industries" TEXT NOT NULL,
    "tech_stack" TEXT NOT NULL,
    "behaviour" TEXT NOT NULL,
    "titles" TEXT NOT NULL,
    "geography" TEXT NOT NULL,
    "disqualifiers" TEXT NOT NULL,
    "time_decay" TEXT NOT NULL,

    CONSTRAINT "diagnostic_answers_pkey" PRIMARY KEY ("round_id", "user_id")
);

CREATE TABLE "disputes" (
    "id" BIGSERIAL NOT NULL,
    "field" "definition_field" NOT NULL,
    "raised_by" "user_role" NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" BIGINT,
    "picked" "user_role",
    "reason" TEXT,
    "agreement_version" INTEGER,
    "closed_until" DATE,

    CONSTRAINT "disputes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "dispute_positions" (
    "dispute_id" BIGINT NOT NULL,
    "side" "user_role" NOT NULL,
    "user_id" BIGINT NOT NULL,
    "value" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dispute_positions_pkey" PRIMARY KEY ("dispute_id", "side")
);

CREATE TABLE "arguments" (
    "id" BIGSERIAL NOT NULL,
    "kind" "argument_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "source_code" TEXT,
    "segment_code" "segment_code",
    "logged_by_id" BIGINT NOT NULL,
    "logged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "arguments_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "arguments_logged_at_idx" ON "arguments"("logged_at");

ALTER TABLE "diagnostic_rounds" ADD CONSTRAINT "diagnostic_rounds_cro_id_fkey" FOREIGN KEY ("cro_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "diagnostic_rounds" ADD CONSTRAINT "diagnostic_rounds_cmo_id_fkey" FOREIGN KEY ("cmo_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "diagnostic_rounds" ADD CONSTRAINT "diagnostic_rounds_opened_by_id_fkey" FOREIGN KEY ("opened_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "diagnostic_rounds" ADD CONSTRAINT "diagnostic_rounds_draft_version_fkey" FOREIGN KEY ("draft_version") REFERENCES "agreements"("version") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "diagnostic_answers" ADD CONSTRAINT "diagnostic_answers_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "diagnostic_rounds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "diagnostic_answers" ADD CONSTRAINT "diagnostic_answers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_agreement_version_fkey" FOREIGN KEY ("agreement_version") REFERENCES "agreements"("version") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "dispute_positions" ADD CONSTRAINT "dispute_positions_dispute_id_fkey" FOREIGN KEY ("dispute_id") REFERENCES "disputes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "dispute_positions" ADD CONSTRAINT "dispute_positions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "arguments" ADD CONSTRAINT "arguments_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "arguments" ADD CONSTRAINT "arguments_logged_by_id_fkey" FOREIGN KEY ("logged_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Diagnostic -------------------------------------------------------------------------------------
ALTER TABLE diagnostic_rounds
  ADD CONSTRAINT diagnostic_rounds_people CHECK (cro_id <> cmo_id),
  -- Shown when both have answered, and not before; called off it is never shown.
  ADD CONSTRAINT diagnostic_rounds_end CHECK (
    (revealed_at IS NOT NULL) = (cro_answered_at IS NOT NULL AND cmo_answered_at IS NOT NULL)
    AND (revealed_at IS NULL OR called_off_at IS NULL) AND (draft_version IS NULL OR revealed_at IS NOT NULL));
CREATE UNIQUE INDEX diagnostic_rounds_open ON diagnostic_rounds ((revealed_at IS NULL AND called_off_at IS NULL))
  WHERE revealed_at IS NULL AND called_off_at IS NULL;
ALTER TABLE diagnostic_answers ADD CONSTRAINT diagnostic_answers_length CHECK (
  char_length(sentence) BETWEEN 1 AND 300 AND char_length(firmographic) BETWEEN 1 AND 300 AND char_length(industries) BETWEEN 1 AND 300
  AND char_length(tech_stack) BETWEEN 1 AND 300 AND char_length(behaviour) BETWEEN 1 AND 300 AND char_length(titles) BETWEEN 1 AND 300
  AND char_length(geography) BETWEEN 1 AND 300 AND char_length(disqualifiers) BETWEEN 1 AND 300 AND char_length(time_decay) BETWEEN 1 AND 300);

-- Whose transaction this is; nobody's unless the service has said so.
CREATE FUNCTION accord_reader() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('accord.reader', true), '')::bigint $$;

-- What one has answered is hidden from every query of the app but the author's own, until all have answered.
ALTER TABLE diagnostic_answers ENABLE ROW LEVEL SECURITY;
CREATE POLICY diagnostic_answers_read ON diagnostic_answers FOR SELECT USING (
  user_id = accord_reader() OR EXISTS (SELECT FROM diagnostic_rounds r WHERE r.id = round_id AND r.revealed_at IS NOT NULL));
CREATE POLICY diagnostic_answers_give ON diagnostic_answers FOR INSERT WITH CHECK (user_id = accord_reader());
CREATE POLICY diagnostic_answers_change ON diagnostic_answers FOR UPDATE USING (user_id = accord_reader());

-- It looks at answers that its caller may not see.
CREATE FUNCTION diagnostic_rounds_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  may_change text[] := ARRAY['cro_answered_at', 'cmo_answered_at', 'revealed_at', 'called_off_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.cro_answered_at, NEW.cmo_answered_at, NEW.revealed_at, NEW.called_off_at, NEW.draft_version) > 0 THEN
      PERFORM agreement_refuse('DIAGNOSTIC_CLOSED', 'a round begins without answers');
    END IF;
    IF NOT EXISTS (SELECT FROM users WHERE id = NEW.cro_id AND role = 'cro' AND active)
        OR NOT EXISTS (SELECT FROM users WHERE id = NEW.cmo_id AND role = 'cmo' AND active) THEN
      PERFORM agreement_refuse('PARTICIPANT_UNKNOWN', 'one active CRO and one active CMO answer');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.revealed_at IS NOT NULL OR OLD.called_off_at IS NOT NULL THEN
    may_change := ARRAY['draft_version'];
  END IF;
  IF to_jsonb(NEW) - may_change <> to_jsonb(OLD) - may_change THEN
    PERFORM agreement_refuse('DIAGNOSTIC_CLOSED', 'participants are fixed at opening, and a round that is over stays as it is');
  END IF;
  IF (NEW.cro_answered_at IS NOT NULL AND NOT EXISTS (SELECT FROM diagnostic_answers WHERE round_id = NEW.id AND user_id = NEW.cro_id))
      OR (NEW.cmo_answered_at IS NOT NULL AND NOT EXISTS (SELECT FROM diagnostic_answers WHERE round_id = NEW.id AND user_id = NEW.cmo_id)) THEN
    PERFORM agreement_refuse('HIDDEN_UNTIL_ALL', 'answers are shown when all have answered');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER diagnostic_rounds_guard BEFORE INSERT OR UPDATE ON diagnostic_rounds FOR EACH ROW EXECUTE FUNCTION diagnostic_rounds_guard();

CREATE FUNCTION diagnostic_answers_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM diagnostic_rounds WHERE id = NEW.round_id AND revealed_at IS NULL AND called_off_at IS NULL
    AND NEW.user_id IN (cro_id, cmo_id) FOR SHARE;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND (NEW.round_id, NEW.user_id) <> (OLD.round_id, OLD.user_id)) THEN
    PERFORM agreement_refuse('DIAGNOSTIC_CLOSED', 'its participants answer while the round is open');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER diagnostic_answers_guard BEFORE INSERT OR UPDATE ON diagnostic_answers FOR EACH ROW EXECUTE FUNCTION diagnostic_answers_guard();

-- Disputes ---------------------------------------------------------------------------------------
ALTER TABLE disputes
  ADD CONSTRAINT disputes_sides CHECK (raised_by IN ('cro', 'cmo') AND (picked IS NULL OR picked IN ('cro', 'cmo'))),
  ADD CONSTRAINT disputes_end CHECK (
    num_nulls(resolved_at, resolved_by_id, picked, reason, agreement_version, closed_until) IN (0, 6)
    AND (resolved_at IS NULL OR withdrawn_at IS NULL) AND (reason IS NULL OR char_length(reason) BETWEEN 3 AND 500));
CREATE UNIQUE INDEX disputes_open ON disputes (field) WHERE resolved_at IS NULL AND withdrawn_at IS NULL;
ALTER TABLE dispute_positions
  ADD CONSTRAINT dispute_positions_side CHECK (side IN ('cro', 'cmo')),
  ADD CONSTRAINT dispute_positions_value CHECK (jsonb_typeof(value) = 'object'),
  ADD CONSTRAINT dispute_positions_reason CHECK (char_length(reason) BETWEEN 3 AND 500);

CREATE FUNCTION disputes_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  zone text := (SELECT time_zone FROM organisation WHERE id = 1);
  closed date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.withdrawn_at, NEW.resolved_at) > 0 THEN
      PERFORM agreement_refuse('DISPUTE_CLOSED', 'a dispute begins open');
    END IF;
    SELECT max(closed_until) INTO closed FROM disputes WHERE field = NEW.field;
    IF closed > (NEW.opened_at AT TIME ZONE zone)::date THEN
      PERFORM agreement_refuse('ICP_CLOSED_UNTIL', format('%s is closed until %s', NEW.field, closed));
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.resolved_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
    PERFORM agreement_refuse('DISPUTE_CLOSED', 'what was decided or withdrawn stays as it is');
  END IF;
  IF (NEW.id, NEW.field, NEW.raised_by, NEW.opened_at) IS DISTINCT FROM (OLD.id, OLD.field, OLD.raised_by, OLD.opened_at) THEN
    PERFORM agreement_refuse('DISPUTE_CLOSED', 'what a dispute is about stays as it is');
  END IF;
  IF NEW.resolved_at IS NOT NULL THEN
    IF NOT EXISTS (SELECT FROM users WHERE id = NEW.resolved_by_id AND role = 'ceo' AND active) THEN
      PERFORM agreement_refuse('CEO_ICP_ONLY', 'the CEO picks, and nobody else');
    END IF;
    IF (SELECT count(*) FROM dispute_positions WHERE dispute_id = NEW.id) <> 2 THEN
      PERFORM agreement_refuse('POSITION_MISSING', 'the CEO picks when both positions are in');
    END IF;
    NEW.closed_until := ((NEW.resolved_at AT TIME ZONE zone)::date + interval '12 months')::date;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disputes_guard BEFORE INSERT OR UPDATE ON disputes FOR EACH ROW EXECUTE FUNCTION disputes_guard();

CREATE FUNCTION dispute_positions_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM disputes WHERE id = NEW.dispute_id AND resolved_at IS NULL AND withdrawn_at IS NULL FOR SHARE;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND (NEW.dispute_id, NEW.side) <> (OLD.dispute_id, OLD.side)) THEN
    PERFORM agreement_refuse('DISPUTE_CLOSED', 'positions are stated while the dispute is open');
  END IF;
  IF NOT EXISTS (SELECT FROM users WHERE id = NEW.user_id AND role = NEW.side AND active) THEN
    PERFORM agreement_refuse('DISPUTE_SIDE', 'the CRO and the CMO each state the position of their own side');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dispute_positions_guard BEFORE INSERT OR UPDATE ON dispute_positions FOR EACH ROW EXECUTE FUNCTION dispute_positions_guard();

-- Arguments --------------------------------------------------------------------------------------
ALTER TABLE arguments
  ADD CONSTRAINT arguments_text CHECK (char_length(text) BETWEEN 1 AND 500),
  ADD CONSTRAINT arguments_cell CHECK (segment_code IS NULL OR source_code IS NOT NULL);

REVOKE DELETE ON diagnostic_rounds, diagnostic_answers, disputes, dispute_positions FROM accord_app;
REVOKE UPDATE, DELETE ON arguments FROM accord_app;
