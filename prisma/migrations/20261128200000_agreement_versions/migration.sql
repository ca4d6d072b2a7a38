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
  ADD COLUMN "organisation" JSONB,
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
    WHEN 'provisional' THEN num_nonnulls(document, signed_at, frozen_until, in_force_at, superseded_at) = 0
    WHEN 'draft' THEN num_nonnulls(document, signed_at, frozen_until, in_force_at, superseded_at) = 0
    WHEN 'proposed' THEN document IS NOT NULL AND num_nonnulls(signed_at, frozen_until, in_force_at, superseded_at) = 0
    WHEN 'signed' THEN num_nulls(document, signed_at, frozen_until) = 0 AND num_nonnulls(in_force_at, superseded_at) = 0
    WHEN 'in_force' THEN num_nulls(document, signed_at, frozen_until, in_force_at) = 0 AND superseded_at IS NULL
    ELSE superseded_at IS NOT NULL END),
  ADD CONSTRAINT agreements_whole CHECK (CASE
    WHEN status IN ('provisional', 'superseded') THEN true
    WHEN status = 'draft' THEN num_nulls(translation, segments, working_time) = 0
    ELSE num_nulls(translation, segments, working_time, organisation) = 0 END);

-- Three people, three roles; a voided signature stays as history.
CREATE UNIQUE INDEX agreement_signatures_person ON agreement_signatures (agreement_version, user_id) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX agreement_signatures_role ON agreement_signatures (agreement_version, role) WHERE voided_at IS NULL;
ALTER TABLE agreement_signatures ADD CONSTRAINT agreement_signatures_signer CHECK (role IN ('cro', 'cmo', 'vp_revops'));

-- Clock and boundary ---------------------------------------------------------------------------
-- Of the server, in the organisation's zone; no caller says what day it is.
CREATE FUNCTION agreement_today() RETURNS date LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  zone text;
BEGIN
  SELECT time_zone INTO STRICT zone FROM organisation WHERE id = 1;
  RETURN (clock_timestamp() AT TIME ZONE zone)::date;
END $$;

-- metrics.md §6: the first fiscal-year start at least 12 months after the day; up to 14 days after a start count as at it.
CREATE FUNCTION agreement_frozen_until(p_day date, p_month int) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  WITH fiscal AS (
    SELECT make_date(extract(year FROM p_day)::int - (extract(month FROM p_day)::int < p_month)::int, p_month, 1) AS began)
  SELECT (began + make_interval(years => CASE WHEN p_day - began <= 14 THEN 1 ELSE 2 END))::date FROM fiscal $$;

-- A slip of the pen is mended within 24 hours of the third signature under the first version of the chain of corrections.
CREATE FUNCTION agreement_typo_from(p_version int) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE chain AS (
    SELECT version, corrects, signed_at FROM agreements WHERE version = p_version
    UNION ALL
    SELECT p.version, p.corrects, p.signed_at FROM agreements p JOIN chain c ON p.version = c.corrects)
  SELECT signed_at FROM chain WHERE corrects IS NULL $$;

-- A name as it is compared: NFKC, case folding as far as SQL knows it, single spaces.
CREATE FUNCTION agreement_key(p_name text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT lower(btrim(regexp_replace(normalize(p_name, NFKC), '\s+', ' ', 'g'))) $$;

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
  month int;
  zone text;
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
  month := (NEW.organisation ->> 'fiscal_year_start_month')::int;
  zone := NEW.organisation ->> 'time_zone';
  IF NEW.status = 'proposed' AND NEW.organisation IS DISTINCT FROM (SELECT jsonb_build_object('currency', currency, 'time_zone', time_zone,
      'fiscal_year_start_month', fiscal_year_start_month) FROM organisation WHERE id = 1) THEN
    PERFORM agreement_refuse('FROZEN', 'zone, currency and fiscal year of a proposal are those of the organisation');
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
    SELECT array_agg(s) INTO signatures FROM agreement_signatures s JOIN users u ON u.id = s.user_id AND u.active AND u.role = s.role
      WHERE s.agreement_version = NEW.version AND s.voided_at IS NULL AND s.content_hash = NEW.content_hash;
    -- Person and role are unique among them (agreement_signatures_person, agreement_signatures_role).
    IF OLD.status = 'proposed' AND coalesce(cardinality(signatures), 0) <> 3 THEN
      PERFORM agreement_refuse('FROZEN', 'three people sign: CRO, CMO and VP RevOps');
    END IF;
  END IF;
  IF NEW.status IN ('signed', 'in_force') AND OLD.status = 'signed' THEN
    -- What three have signed and waited for is not counted anew.
    NEW.signed_at := OLD.signed_at;
    NEW.frozen_until := OLD.frozen_until;
  ELSIF NEW.status IN ('signed', 'in_force') THEN
    NEW.signed_at := (SELECT max(s.signed_at) FROM unnest(signatures) s);
    IF NEW.corrects IS NULL AND (NEW.signed_at AT TIME ZONE zone)::date > NEW.effective_from + 14 THEN
      PERFORM agreement_refuse('NOT_FISCAL_BOUNDARY', format('%s was gone when the third one signed', NEW.effective_from));
    END IF;
    IF NEW.corrects IS NOT NULL AND (clock_timestamp() < agreement_typo_from(NEW.corrects) + interval '24 hours') IS NOT TRUE THEN
      PERFORM agreement_refuse('FROZEN', 'a slip of the pen is mended within 24 hours of the third signature');
    END IF;
    NEW.frozen_until := CASE WHEN NEW.corrects IS NOT NULL THEN (SELECT frozen_until FROM agreements WHERE version = NEW.corrects)
      ELSE agreement_frozen_until(greatest((NEW.signed_at AT TIME ZONE zone)::date, NEW.effective_from), month) END;
  END IF;
  IF NEW.status = 'in_force' THEN
    IF NEW.corrects IS NULL AND NEW.effective_from IS NOT NULL AND (NEW.effective_from <= agreement_today()) IS NOT TRUE THEN
      PERFORM agreement_refuse('FROZEN', format('version %s comes into force on %s', NEW.version, NEW.effective_from));
    END IF;
    NEW.in_force_at := clock_timestamp();
  END IF;
  IF OLD.status = 'in_force' AND (OLD.frozen_until <= agreement_today()) IS NOT TRUE AND NOT EXISTS (
      SELECT FROM agreements n WHERE n.corrects = OLD.version AND n.status = 'proposed'
        AND clock_timestamp() < agreement_typo_from(OLD.version) + interval '24 hours'
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
  -- A share of the row: who changes a floor of a draft and commits later has it proposed with that floor or not at all.
  PERFORM FROM agreements WHERE version IN (OLD.agreement_version, NEW.agreement_version) FOR SHARE;
  IF EXISTS (SELECT FROM agreements WHERE version IN (OLD.agreement_version, NEW.agreement_version) AND status NOT IN ('provisional', 'draft')) THEN
    PERFORM agreement_refuse('FROZEN', 'floors change in a draft only');
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER floors_guard BEFORE INSERT OR UPDATE OR DELETE ON floors FOR EACH ROW EXECUTE FUNCTION floors_guard();

-- The tables that are read every day say what the agreement in force says; names that it does not list may be added.
CREATE FUNCTION stage_names_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  agreed jsonb;
  listed jsonb;
BEGIN
  -- FOR SHARE: whoever changes a name now and commits later waits for a version that comes into force meanwhile.
  SELECT translation INTO agreed FROM agreements WHERE status = 'in_force' FOR SHARE;
  IF agreed IS NULL THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR NEW.key <> OLD.key)
      AND EXISTS (SELECT FROM jsonb_array_elements(agreed) line WHERE line ->> 'key' = OLD.key) THEN
    PERFORM agreement_refuse('FROZEN', format('the agreement in force lists the stage name %s', OLD.name));
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  SELECT line INTO listed FROM jsonb_array_elements(agreed) line WHERE line ->> 'key' = NEW.key;
  IF listed IS NOT NULL AND listed <> to_jsonb(NEW) THEN
    PERFORM agreement_refuse('FROZEN', format('the agreement in force lists the stage name %s', NEW.name));
  END IF;
  -- A name that is added must not lead an agreed one, its CRM value or its place elsewhere.
  IF listed IS NULL AND EXISTS (SELECT FROM jsonb_array_elements(agreed) line WHERE
      agreement_key(line ->> 'crm_value') IN (NEW.key, agreement_key(NEW.crm_value))
      OR line ->> 'key' = agreement_key(NEW.crm_value)
      OR ((line ->> 'ordinal')::int = NEW.ordinal AND (line ->> 'is_won')::boolean <> NEW.is_won)) THEN
    PERFORM agreement_refuse('FROZEN', format('the stage name %s would move one that the agreement in force lists', NEW.name));
  END IF;
  RETURN NEW;
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
  moved boolean := (NEW.time_zone, NEW.currency, NEW.fiscal_year_start_month) IS DISTINCT FROM (OLD.time_zone, OLD.currency, OLD.fiscal_year_start_month);
BEGIN
  -- They are signed, and the freeze is counted with them.
  IF moved AND EXISTS (SELECT FROM agreements WHERE status IN ('proposed', 'signed')) THEN
    PERFORM agreement_refuse('FROZEN', 'zone, currency and fiscal year are part of what is proposed');
  END IF;
  SELECT * INTO agreed FROM agreements WHERE status = 'in_force';
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  IF agreed.working_time IS DISTINCT FROM jsonb_build_object('days', to_jsonb(NEW.working_days), 'start_minute', NEW.work_start_minute, 'end_minute', NEW.work_end_minute) THEN
    PERFORM agreement_refuse('FROZEN', 'working days and hours are those of the agreement in force');
  END IF;
  -- By the server's clock in the zone that still holds.
  IF moved AND (agreed.frozen_until <= agreement_today()) IS NOT TRUE THEN
    PERFORM agreement_refuse('FROZEN_UNTIL', format('zone, currency and fiscal year hold until %s', agreed.frozen_until));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisation_guard BEFORE UPDATE ON organisation FOR EACH ROW EXECUTE FUNCTION organisation_guard();

-- A day that is over counts in due dates and in weeks that have matured.
CREATE FUNCTION holidays_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM agreements WHERE status = 'in_force' FOR SHARE;
  IF least(OLD.day, NEW.day) <= agreement_today() AND EXISTS (SELECT FROM agreements WHERE status = 'in_force' AND (frozen_until <= agreement_today()) IS NOT TRUE) THEN
    PERFORM agreement_refuse('FROZEN_UNTIL', 'a day that has begun stays what it is while an agreement is in force');
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER holidays_guard BEFORE INSERT OR UPDATE OR DELETE ON holidays FOR EACH ROW EXECUTE FUNCTION holidays_guard();

REVOKE DELETE ON agreements FROM accord_app;
REVOKE INSERT, DELETE ON organisation FROM accord_app;
REVOKE UPDATE, DELETE ON agreement_signatures FROM accord_app;
GRANT UPDATE (voided_at) ON agreement_signatures TO accord_app;
