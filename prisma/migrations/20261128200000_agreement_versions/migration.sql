-- Versions of the agreement: drafts, the signed document, three signatures, the freeze (product.md C1 to C8, metrics.md §6).
-- What nobody has signed yet is `provisional`: it judges until the first three have signed.
DROP INDEX agreements_in_force;
ALTER TYPE agreement_status RENAME TO agreement_status_old;
CREATE TYPE "agreement_status" AS ENUM ('provisional', 'draft', 'proposed', 'signed', 'in_force', 'superseded');
ALTER TABLE agreements ALTER COLUMN status TYPE agreement_status
  USING (CASE status::text WHEN 'in_force' THEN 'provisional' ELSE status::text END)::agreement_status;
DROP TYPE agreement_status_old;

CREATE TYPE "proof_of_person" AS ENUM ('password', 'sign_in');

ALTER TABLE "agreements"
  ADD COLUMN "corrects" INTEGER,
  ADD COLUMN "effective_from" DATE,
  ADD COLUMN "required_data" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "spend_policy" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "translation" JSONB,
  ADD COLUMN "segments" JSONB,
  ADD COLUMN "working_time" JSONB,
  ADD COLUMN "document" TEXT,
  ADD COLUMN "content_hash" BYTEA,
  ADD COLUMN "proposed_at" TIMESTAMPTZ(3),
  ADD COLUMN "proposed_by_id" BIGINT,
  ADD COLUMN "signed_at" TIMESTAMPTZ(3),
  ADD COLUMN "frozen_until" DATE,
  ADD COLUMN "in_force_at" TIMESTAMPTZ(3),
  ADD COLUMN "superseded_at" TIMESTAMPTZ(3);

CREATE TABLE "agreement_signatures" (
    "id" BIGSERIAL NOT NULL,
    "agreement_version" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "role" "user_role" NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "proof" "proof_of_person" NOT NULL,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "agreement_signatures_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "agreements" ADD CONSTRAINT "agreements_corrects_fkey" FOREIGN KEY ("corrects") REFERENCES "agreements"("version") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_proposed_by_id_fkey" FOREIGN KEY ("proposed_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "agreement_signatures" ADD CONSTRAINT "agreement_signatures_agreement_version_fkey" FOREIGN KEY ("agreement_version") REFERENCES "agreements"("version") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agreement_signatures" ADD CONSTRAINT "agreement_signatures_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- At most one version judges, and at most one is being written.
CREATE UNIQUE INDEX agreements_in_use ON agreements ((status IN ('provisional', 'in_force'))) WHERE status IN ('provisional', 'in_force');
CREATE UNIQUE INDEX agreements_next ON agreements ((status IN ('draft', 'proposed', 'signed'))) WHERE status IN ('draft', 'proposed', 'signed');

ALTER TABLE agreements
  ADD CONSTRAINT agreements_document CHECK (
    (document IS NULL) = (content_hash IS NULL) AND (document IS NULL OR content_hash = sha256(convert_to(document, 'UTF8')))),
  ADD CONSTRAINT agreements_states CHECK (CASE status
    WHEN 'provisional' THEN document IS NULL
    WHEN 'draft' THEN document IS NULL AND signed_at IS NULL
    WHEN 'proposed' THEN document IS NOT NULL AND signed_at IS NULL
    WHEN 'signed' THEN document IS NOT NULL AND signed_at IS NOT NULL AND frozen_until IS NOT NULL AND in_force_at IS NULL
    WHEN 'in_force' THEN document IS NOT NULL AND signed_at IS NOT NULL AND frozen_until IS NOT NULL AND in_force_at IS NOT NULL
    ELSE superseded_at IS NOT NULL END),
  ADD CONSTRAINT agreements_whole CHECK (status IN ('provisional', 'superseded') OR num_nulls(translation, segments, working_time) = 0);

-- Three people, three roles; a voided signature stays as history.
CREATE UNIQUE INDEX agreement_signatures_person ON agreement_signatures (agreement_version, user_id) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX agreement_signatures_role ON agreement_signatures (agreement_version, role) WHERE voided_at IS NULL;
ALTER TABLE agreement_signatures ADD CONSTRAINT agreement_signatures_signer CHECK (role IN ('cro', 'cmo', 'vp_revops'));

-- Clock and boundary ---------------------------------------------------------------------------
-- Of the server, in the organisation's zone; no caller says what day it is.
CREATE FUNCTION agreement_today() RETURNS date LANGUAGE sql STABLE AS
  $$ SELECT (clock_timestamp() AT TIME ZONE (SELECT time_zone FROM public.organisation WHERE id = 1))::date $$;

-- metrics.md §6: the first fiscal-year start at least 12 months after the day; up to 14 days after a start count as at it.
CREATE FUNCTION agreement_frozen_until(p_day date, p_month int) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  WITH fiscal AS (
    SELECT make_date(extract(year FROM p_day)::int - (extract(month FROM p_day)::int < p_month)::int, p_month, 1) AS began)
  SELECT (began + make_interval(years => CASE WHEN p_day - began <= 14 THEN 1 ELSE 2 END))::date FROM fiscal $$;

-- The words of a refusal begin with its code, as the app's do.
CREATE FUNCTION agreement_refuse(p_code text, p_words text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: %', p_code, p_words USING ERRCODE = 'AC002';
END $$;

-- Guards -----------------------------------------------------------------------------------------
CREATE FUNCTION agreements_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moved CONSTANT text[] := ARRAY['status', 'document', 'content_hash', 'proposed_at', 'proposed_by_id', 'signed_at', 'frozen_until', 'in_force_at', 'superseded_at', 'updated_at'];
  signatures agreement_signatures[];
  month int := (SELECT fiscal_year_start_month FROM organisation WHERE id = 1);
  zone text := (SELECT time_zone FROM organisation WHERE id = 1);
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM agreement_refuse('FROZEN', 'no version of the agreement is ever deleted');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' AND EXISTS (SELECT FROM agreements) THEN
      PERFORM agreement_refuse('FROZEN', 'a version begins as a draft');
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status = OLD.status THEN
    -- What is written is written before it is proposed.
    IF OLD.status NOT IN ('provisional', 'draft') AND NEW IS DISTINCT FROM OLD THEN
      PERFORM agreement_refuse('FROZEN', format('version %s is %s and cannot be changed', OLD.version, OLD.status));
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - moved <> to_jsonb(OLD) - moved THEN
    PERFORM agreement_refuse('FROZEN', 'content cannot change while the version moves on');
  END IF;
  IF (OLD.status, NEW.status) NOT IN (('draft', 'proposed'), ('proposed', 'draft'), ('proposed', 'signed'), ('proposed', 'in_force'),
      ('signed', 'draft'), ('signed', 'in_force'), ('in_force', 'superseded'), ('provisional', 'superseded')) THEN
    PERFORM agreement_refuse('FROZEN', format('a version cannot go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF OLD.status <> 'draft' AND NEW.status <> 'draft' AND (NEW.document, NEW.content_hash) IS DISTINCT FROM (OLD.document, OLD.content_hash) THEN
    PERFORM agreement_refuse('FROZEN', 'the document that was proposed is the one that is signed');
  END IF;
  IF NEW.status = 'proposed' AND NEW.corrects IS NULL AND EXISTS (SELECT FROM agreements WHERE status = 'in_force'
      AND (NEW.effective_from IS NULL OR NEW.effective_from < frozen_until OR extract(day FROM NEW.effective_from) <> 1
        OR extract(month FROM NEW.effective_from) <> month)) THEN
    PERFORM agreement_refuse('NOT_FISCAL_BOUNDARY', 'a next version comes into force on a fiscal-year start on or after the boundary of the one in force');
  END IF;
  IF NEW.status = 'draft' AND EXISTS (SELECT FROM agreement_signatures WHERE agreement_version = NEW.version AND voided_at IS NULL) THEN
    PERFORM agreement_refuse('FROZEN', 'void the signatures before the version is edited');
  END IF;
  IF NEW.status IN ('signed', 'in_force') THEN
    SELECT array_agg(s) INTO signatures FROM agreement_signatures s
      WHERE s.agreement_version = NEW.version AND s.voided_at IS NULL AND s.content_hash = NEW.content_hash;
    -- Person and role are unique among them (agreement_signatures_person, agreement_signatures_role).
    IF coalesce(cardinality(signatures), 0) <> 3 THEN
      PERFORM agreement_refuse('FROZEN', 'three people sign: CRO, CMO and VP RevOps');
    END IF;
    NEW.signed_at := (SELECT max(s.signed_at) FROM unnest(signatures) s);
    IF NEW.corrects IS NULL AND (NEW.signed_at AT TIME ZONE zone)::date > NEW.effective_from + 14 THEN
      PERFORM agreement_refuse('NOT_FISCAL_BOUNDARY', format('%s was gone when the third one signed', NEW.effective_from));
    END IF;
    IF NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT FROM agreements WHERE version = NEW.corrects AND in_force_at IS NOT NULL
        AND clock_timestamp() < signed_at + interval '24 hours') THEN
      PERFORM agreement_refuse('FROZEN', 'a slip of the pen is mended within 24 hours of the third signature');
    END IF;
    NEW.frozen_until := CASE WHEN NEW.corrects IS NOT NULL THEN (SELECT frozen_until FROM agreements WHERE version = NEW.corrects)
      ELSE agreement_frozen_until(greatest((NEW.signed_at AT TIME ZONE zone)::date, NEW.effective_from), month) END;
  END IF;
  IF NEW.status = 'in_force' THEN
    IF NEW.corrects IS NULL AND NEW.effective_from > agreement_today() THEN
      PERFORM agreement_refuse('FROZEN', format('version %s comes into force on %s', NEW.version, NEW.effective_from));
    END IF;
    NEW.in_force_at := clock_timestamp();
  END IF;
  IF OLD.status = 'in_force' AND OLD.frozen_until > agreement_today() AND NOT EXISTS (
      SELECT FROM agreements n WHERE n.corrects = OLD.version AND n.status = 'proposed' AND clock_timestamp() < OLD.signed_at + interval '24 hours'
        AND (SELECT count(*) FROM agreement_signatures s WHERE s.agreement_version = n.version AND s.voided_at IS NULL AND s.content_hash = n.content_hash) = 3) THEN
    PERFORM agreement_refuse('FROZEN_UNTIL', format('version %s is frozen until %s', OLD.version, OLD.frozen_until));
  END IF;
  IF NEW.status = 'superseded' THEN
    NEW.superseded_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreements_guard BEFORE INSERT OR UPDATE OR DELETE ON agreements FOR EACH ROW EXECUTE FUNCTION agreements_guard();

-- Whoever takes a version out of use puts another into it, in the same transaction.
CREATE FUNCTION agreements_never_none() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM agreements WHERE status IN ('provisional', 'in_force')) THEN
    PERFORM agreement_refuse('FROZEN', 'a version goes out of force only when the next comes into it');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agreements_never_none AFTER UPDATE ON agreements DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'superseded') EXECUTE FUNCTION agreements_never_none();

CREATE FUNCTION agreement_signatures_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.signed_at := clock_timestamp();
    NEW.voided_at := NULL;
    IF NOT EXISTS (SELECT FROM agreements WHERE version = NEW.agreement_version AND status = 'proposed' AND content_hash = NEW.content_hash) THEN
      PERFORM agreement_refuse('FROZEN', 'only what is proposed can be signed');
    END IF;
    IF NOT EXISTS (SELECT FROM users WHERE id = NEW.user_id AND active AND role = NEW.role) THEN
      PERFORM agreement_refuse('NOT_A_SIGNER', 'the signer does not have this role');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.voided_at IS NOT NULL OR NOT EXISTS (SELECT FROM agreements WHERE version = OLD.agreement_version AND status IN ('proposed', 'signed')) THEN
    PERFORM agreement_refuse('FROZEN', 'the signatures of an agreement in force stand');
  END IF;
  NEW.voided_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_signatures_guard BEFORE INSERT OR UPDATE ON agreement_signatures FOR EACH ROW EXECUTE FUNCTION agreement_signatures_guard();

CREATE FUNCTION floors_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM agreements WHERE version IN (OLD.agreement_version, NEW.agreement_version) AND status NOT IN ('provisional', 'draft')) THEN
    PERFORM agreement_refuse('FROZEN', 'floors change in a draft only');
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER floors_guard BEFORE INSERT OR UPDATE OR DELETE ON floors FOR EACH ROW EXECUTE FUNCTION floors_guard();

-- The tables that are read every day say what the agreement in force says; names that it does not list may be added.
CREATE FUNCTION stage_names_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  agreed jsonb := (SELECT translation FROM agreements WHERE status = 'in_force');
  listed jsonb;
BEGIN
  IF agreed IS NULL THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR NEW.key <> OLD.key)
      AND EXISTS (SELECT FROM jsonb_array_elements(agreed) line WHERE line ->> 'key' = OLD.key) THEN
    PERFORM agreement_refuse('FROZEN', format('the agreement in force lists the stage name %s', OLD.name));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    SELECT line INTO listed FROM jsonb_array_elements(agreed) line WHERE line ->> 'key' = NEW.key;
    IF listed IS NOT NULL AND listed <> to_jsonb(NEW) THEN
      PERFORM agreement_refuse('FROZEN', format('the agreement in force lists the stage name %s', NEW.name));
    END IF;
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER stage_names_guard BEFORE INSERT OR UPDATE OR DELETE ON stage_names FOR EACH ROW EXECUTE FUNCTION stage_names_guard();

CREATE FUNCTION segments_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  agreed jsonb := (SELECT segments FROM agreements WHERE status = 'in_force');
BEGIN
  IF agreed IS NOT NULL AND (TG_OP <> 'UPDATE' OR NEW.code <> OLD.code OR NOT agreed @> jsonb_build_array(
      jsonb_build_object('code', NEW.code, 'min_employees', NEW.min_employees, 'max_employees', NEW.max_employees))) THEN
    PERFORM agreement_refuse('FROZEN', 'the bounds of the segments are those of the agreement in force');
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER segments_guard BEFORE INSERT OR UPDATE OR DELETE ON segments FOR EACH ROW EXECUTE FUNCTION segments_guard();

CREATE FUNCTION organisation_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  agreed agreements%ROWTYPE;
BEGIN
  SELECT * INTO agreed FROM agreements WHERE status = 'in_force';
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  IF agreed.working_time <> jsonb_build_object('days', to_jsonb(NEW.working_days), 'start_minute', NEW.work_start_minute, 'end_minute', NEW.work_end_minute) THEN
    PERFORM agreement_refuse('FROZEN', 'working days and hours are those of the agreement in force');
  END IF;
  -- The freeze is counted with these, so that they cannot move before its end; the server's clock in the zone that still holds.
  IF (NEW.time_zone, NEW.currency, NEW.fiscal_year_start_month) IS DISTINCT FROM (OLD.time_zone, OLD.currency, OLD.fiscal_year_start_month)
      AND agreed.frozen_until > agreement_today() THEN
    PERFORM agreement_refuse('FROZEN_UNTIL', format('zone, currency and fiscal year hold until %s', agreed.frozen_until));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisation_guard BEFORE UPDATE ON organisation FOR EACH ROW EXECUTE FUNCTION organisation_guard();

-- A day that is over counts in due dates and in weeks that have matured.
CREATE FUNCTION holidays_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF least(OLD.day, NEW.day) <= agreement_today() AND EXISTS (SELECT FROM agreements WHERE status = 'in_force' AND frozen_until > agreement_today()) THEN
    PERFORM agreement_refuse('FROZEN_UNTIL', 'a day that has begun stays what it is while an agreement is in force');
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER holidays_guard BEFORE INSERT OR UPDATE OR DELETE ON holidays FOR EACH ROW EXECUTE FUNCTION holidays_guard();

REVOKE DELETE ON agreements FROM accord_app;
REVOKE UPDATE, DELETE ON agreement_signatures FROM accord_app;
GRANT UPDATE (voided_at) ON agreement_signatures TO accord_app;
