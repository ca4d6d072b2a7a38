-- Buying briefs, deliveries checked row by row against them, and the stack registry (product.md C12, C13).
CREATE TYPE "stack_layer" AS ENUM ('scoring', 'attribution', 'crm', 'warehouse');
CREATE TYPE "model_evidence" AS ENUM ('import', 'entered');

CREATE TABLE "buying_briefs" (
    "id" BIGSERIAL NOT NULL,
    "vendor" TEXT NOT NULL,
    "vendor_key" TEXT NOT NULL,
    "agreement_version" INTEGER NOT NULL,
    "volume" INTEGER NOT NULL,
    "price" DECIMAL(12,2) NOT NULL,
    "currency" TEXT NOT NULL,
    "delivery_from" DATE NOT NULL,
    "delivery_to" DATE NOT NULL,
    "credit_terms" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "buying_briefs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "brief_signatures" (
    "id" BIGSERIAL NOT NULL,
    "brief_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "role" "user_role" NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "brief_signatures_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "brief_batches" (
    "id" BIGSERIAL NOT NULL,
    "brief_id" BIGINT NOT NULL,
    "import_id" BIGINT NOT NULL,
    "received_on" DATE NOT NULL,

    CONSTRAINT "brief_batches_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "brief_rows" (
    "batch_id" BIGINT NOT NULL,
    "lead_id" BIGINT NOT NULL,
    "failed" TEXT[],
    "pending" TEXT[],
    "cycles_before" SMALLINT NOT NULL,
    "previous_batch" BIGINT,
    "again" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "brief_rows_pkey" PRIMARY KEY ("batch_id", "lead_id")
);

CREATE TABLE "stack_tools" (
    "id" BIGSERIAL NOT NULL,
    "layer" "stack_layer" NOT NULL,
    "name" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "yearly_cost" DECIMAL(14,2) NOT NULL,
    "currency" TEXT NOT NULL,
    "renews_on" DATE NOT NULL,
    "owner_id" BIGINT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stack_tools_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "score_models" (
    "id" BIGSERIAL NOT NULL,
    "vendor" TEXT NOT NULL,
    "vendor_key" TEXT NOT NULL,
    "model_version" TEXT NOT NULL,
    "retrained_on" DATE,
    "evidence" "model_evidence" NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "score_models_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "buying_briefs_vendor_key_idx" ON "buying_briefs"("vendor_key");
CREATE UNIQUE INDEX "brief_batches_brief_id_import_id_key" ON "brief_batches"("brief_id", "import_id");
CREATE INDEX "brief_rows_lead_id_batch_id_idx" ON "brief_rows"("lead_id", "batch_id");

ALTER TABLE "buying_briefs" ADD CONSTRAINT "buying_briefs_agreement_version_fkey" FOREIGN KEY ("agreement_version") REFERENCES "agreements"("version") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "brief_signatures" ADD CONSTRAINT "brief_signatures_brief_id_fkey" FOREIGN KEY ("brief_id") REFERENCES "buying_briefs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "brief_signatures" ADD CONSTRAINT "brief_signatures_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "brief_batches" ADD CONSTRAINT "brief_batches_brief_id_fkey" FOREIGN KEY ("brief_id") REFERENCES "buying_briefs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "brief_batches" ADD CONSTRAINT "brief_batches_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "brief_rows" ADD CONSTRAINT "brief_rows_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "brief_batches"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "brief_rows" ADD CONSTRAINT "brief_rows_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "leads"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "stack_tools" ADD CONSTRAINT "stack_tools_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE buying_briefs
  ADD CONSTRAINT buying_briefs_document CHECK (content_hash = sha256(convert_to(document, 'UTF8'))),
  ADD CONSTRAINT buying_briefs_terms CHECK (vendor_key <> '' AND volume > 0 AND price >= 0 AND currency ~ '^[A-Z]{3}$' AND credit_terms <> ''),
  ADD CONSTRAINT buying_briefs_delivery CHECK (delivery_from <= delivery_to),
  -- On every day a row of a vendor belongs to one brief at most.
  ADD CONSTRAINT buying_briefs_one_signed EXCLUDE USING gist (vendor_key WITH =, daterange(delivery_from, delivery_to, '[]') WITH &&)
    WHERE (signed_at IS NOT NULL AND ended_at IS NULL);
-- The deliveries of a lead are one chain: each ends the one before it.
ALTER TABLE brief_rows ADD CONSTRAINT brief_rows_succession CHECK (
  cycles_before >= 0 AND previous_batch < batch_id AND (previous_batch IS NOT NULL OR NOT again));
CREATE UNIQUE INDEX brief_rows_next ON brief_rows (lead_id, previous_batch) INCLUDE (cycles_before) WHERE previous_batch IS NOT NULL;
ALTER TABLE brief_signatures ADD CONSTRAINT brief_signatures_signer CHECK (role IN ('cro', 'cmo'));
ALTER TABLE stack_tools ADD CONSTRAINT stack_tools_terms CHECK (name <> '' AND vendor <> '' AND yearly_cost >= 0 AND currency ~ '^[A-Z]{3}$');
ALTER TABLE score_models ADD CONSTRAINT score_models_evidence CHECK (
  vendor_key <> '' AND model_version <> '' AND (evidence = 'entered') = (retrained_on IS NOT NULL));

-- Two sides, two people; a voided signature stays as history.
CREATE UNIQUE INDEX brief_signatures_person ON brief_signatures (brief_id, user_id) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX brief_signatures_role ON brief_signatures (brief_id, role) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX stack_tools_one_active ON stack_tools (layer) WHERE active AND layer IN ('scoring', 'attribution');
CREATE UNIQUE INDEX score_models_seen ON score_models (vendor_key, model_version) WHERE evidence = 'import';

-- Guards: the words of a refusal begin with its code (agreement_refuse) ---------------------------
CREATE FUNCTION buying_briefs_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moved CONSTANT text[] := ARRAY['signed_at', 'ended_at'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM agreement_refuse('BRIEF_SIGNED', 'no brief is ever deleted');
  END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.signed_at := NULL;
    NEW.ended_at := NULL;
    RETURN NEW;
  END IF;
  IF OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
    PERFORM agreement_refuse('BRIEF_ENDED', 'what has ended stays as it is');
  END IF;
  IF to_jsonb(NEW) - moved <> to_jsonb(OLD) - moved
      AND (OLD.signed_at IS NOT NULL OR EXISTS (SELECT FROM brief_signatures WHERE brief_id = OLD.id AND voided_at IS NULL)) THEN
    PERFORM agreement_refuse('BRIEF_SIGNED', 'what somebody has signed cannot be changed under the signature');
  END IF;
  IF NEW.signed_at IS DISTINCT FROM OLD.signed_at THEN
    -- Person and role are unique among them (brief_signatures_person, brief_signatures_role).
    IF OLD.signed_at IS NOT NULL OR (SELECT count(*) FROM brief_signatures s JOIN users u ON u.id = s.user_id AND u.active AND u.role = s.role
        WHERE s.brief_id = NEW.id AND s.voided_at IS NULL AND s.content_hash = NEW.content_hash) <> 2 THEN
      PERFORM agreement_refuse('BRIEF_UNSIGNED', 'both sides sign: CRO and CMO');
    END IF;
    NEW.signed_at := clock_timestamp();
  END IF;
  IF NEW.ended_at IS NOT NULL THEN
    NEW.ended_at := coalesce(OLD.ended_at, clock_timestamp());
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER buying_briefs_guard BEFORE INSERT OR UPDATE OR DELETE ON buying_briefs FOR EACH ROW EXECUTE FUNCTION buying_briefs_guard();

CREATE FUNCTION brief_signatures_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  brief buying_briefs%ROWTYPE;
  in_force int;
BEGIN
  SELECT * INTO brief FROM buying_briefs WHERE id = NEW.brief_id FOR UPDATE;
  IF TG_OP = 'INSERT' THEN
    NEW.signed_at := clock_timestamp();
    NEW.voided_at := NULL;
    IF brief.signed_at IS NOT NULL OR brief.ended_at IS NOT NULL OR brief.content_hash <> NEW.content_hash OR brief.delivery_to < agreement_today() THEN
      PERFORM agreement_refuse('BRIEF_SIGNED', 'only a brief that is open can be signed, as it stands');
    END IF;
    IF NOT EXISTS (SELECT FROM users WHERE id = NEW.user_id AND active AND role = NEW.role) THEN
      PERFORM agreement_refuse('NOT_A_SIGNER', 'the signer does not have this role');
    END IF;
    SELECT version INTO in_force FROM agreements WHERE status = 'in_force' FOR SHARE;
    IF in_force IS NULL THEN
      PERFORM agreement_refuse('AGREEMENT_UNSIGNED', 'no agreement is in force that a brief could be signed over');
    ELSIF in_force <> brief.agreement_version THEN
      PERFORM agreement_refuse('BRIEF_OUTDATED', 'the brief was built from another version than the one in force');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.voided_at IS NOT NULL OR brief.signed_at IS NOT NULL THEN
    PERFORM agreement_refuse('BRIEF_SIGNED', 'the signatures of a signed brief stand');
  END IF;
  NEW.voided_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER brief_signatures_guard BEFORE INSERT OR UPDATE ON brief_signatures FOR EACH ROW EXECUTE FUNCTION brief_signatures_guard();

-- The second signature is what makes it signed, whoever wrote it; both signers hold their role at that moment.
CREATE FUNCTION brief_signatures_both() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM brief_signatures WHERE brief_id = NEW.brief_id AND voided_at IS NULL) = 2 THEN
    IF EXISTS (SELECT FROM brief_signatures s JOIN users u ON u.id = s.user_id
        WHERE s.brief_id = NEW.brief_id AND s.voided_at IS NULL AND NOT (u.active AND u.role = s.role)) THEN
      PERFORM agreement_refuse('NOT_A_SIGNER', 'the other signer does not hold the role any more');
    END IF;
    UPDATE buying_briefs SET signed_at = now() WHERE id = NEW.brief_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER brief_signatures_both AFTER INSERT ON brief_signatures FOR EACH ROW EXECUTE FUNCTION brief_signatures_both();

CREATE FUNCTION brief_batches_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM buying_briefs WHERE id = NEW.brief_id AND signed_at IS NOT NULL
      AND NEW.received_on BETWEEN delivery_from AND delivery_to) THEN
    PERFORM agreement_refuse('BRIEF_UNSIGNED', 'a batch needs a brief that both sides signed, in its delivery window');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER brief_batches_guard BEFORE INSERT ON brief_batches FOR EACH ROW EXECUTE FUNCTION brief_batches_guard();

-- The attribution tool is locked while an agreement is in force; cost, renewal and owner are no part of the lock.
CREATE FUNCTION stack_tools_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  until date := (SELECT frozen_until FROM agreements WHERE status = 'in_force' AND frozen_until > agreement_today());
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM agreement_refuse('STACK_KEPT', 'a tool is taken out of use, never deleted');
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.layer <> OLD.layer THEN
    PERFORM agreement_refuse('STACK_KEPT', 'a tool stays in its layer');
  END IF;
  IF until IS NOT NULL AND TG_OP = 'UPDATE' AND OLD.layer = 'attribution' AND OLD.active
      AND (NEW.name, NEW.vendor, NEW.active) IS DISTINCT FROM (OLD.name, OLD.vendor, OLD.active) THEN
    PERFORM agreement_refuse('FROZEN_UNTIL', format('the attribution tool is locked until %s', until));
  END IF;
  IF (TG_OP = 'INSERT' OR NEW.owner_id <> OLD.owner_id)
      AND NOT EXISTS (SELECT FROM users WHERE id = NEW.owner_id AND active AND role NOT IN ('cfo', 'ceo')) THEN
    PERFORM agreement_refuse('OWNER_NOT_PERSON', 'a tool is owned by an active person who is neither CFO nor CEO');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stack_tools_guard BEFORE INSERT OR UPDATE OR DELETE ON stack_tools FOR EACH ROW EXECUTE FUNCTION stack_tools_guard();

-- A score changes with its line in the history or not at all. Fires for changed scores of known leads alone, never for new ones.
CREATE FUNCTION leads_score_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM leads l WHERE l.id = NEW.id AND l.score IS NOT NULL AND l.score IS DISTINCT FROM (
      SELECT s.score FROM (SELECT id, score FROM lead_scores WHERE lead_id = NEW.id OFFSET 0) s ORDER BY s.id DESC LIMIT 1)) THEN
    PERFORM agreement_refuse('SCORE_READ_ONLY', 'a score comes in with its line in lead_scores');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER leads_score_guard AFTER UPDATE OF score ON leads DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.score IS NOT NULL AND NEW.score IS DISTINCT FROM OLD.score) EXECUTE FUNCTION leads_score_guard();

REVOKE DELETE ON buying_briefs, stack_tools FROM accord_app;
REVOKE UPDATE, DELETE ON brief_signatures, brief_batches, brief_rows, score_models FROM accord_app;
GRANT UPDATE (voided_at) ON brief_signatures TO accord_app;
