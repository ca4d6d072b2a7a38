-- Who has read which version (product.md C7): once per person and version, never changed. The three questions are optional
-- and their result is kept once.
CREATE TABLE "agreement_receipts" (
    "agreement_version" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agreement_receipts_pkey" PRIMARY KEY ("agreement_version", "user_id")
);
CREATE TABLE "reading_checks" (
    "agreement_version" INTEGER NOT NULL,
    "user_id" BIGINT NOT NULL,
    "score" SMALLINT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reading_checks_pkey" PRIMARY KEY ("agreement_version", "user_id")
);

CREATE INDEX "agreement_receipts_user_id_idx" ON "agreement_receipts"("user_id");

ALTER TABLE "agreement_receipts" ADD CONSTRAINT "agreement_receipts_agreement_version_fkey" FOREIGN KEY ("agreement_version") REFERENCES "agreements"("version") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "agreement_receipts" ADD CONSTRAINT "agreement_receipts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "reading_checks" ADD CONSTRAINT "reading_checks_agreement_version_user_id_fkey" FOREIGN KEY ("agreement_version", "user_id") REFERENCES "agreement_receipts"("agreement_version", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE reading_checks ADD CONSTRAINT reading_checks_score CHECK (score BETWEEN 0 AND 3);

-- Only what is in force can be read and confirmed. The lock lets no version go out of force meanwhile.
CREATE FUNCTION agreement_receipts_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM agreements WHERE version = NEW.agreement_version AND status = 'in_force' FOR SHARE;
  IF NOT FOUND THEN
    PERFORM agreement_refuse('OLD_VERSION', format('version %s is not in force', NEW.agreement_version));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_receipts_guard BEFORE INSERT ON agreement_receipts FOR EACH ROW EXECUTE FUNCTION agreement_receipts_guard();
CREATE TRIGGER reading_checks_guard BEFORE INSERT ON reading_checks FOR EACH ROW EXECUTE FUNCTION agreement_receipts_guard();

REVOKE UPDATE, DELETE ON agreement_receipts, reading_checks FROM accord_app;

-- A CFO account owns nothing, and the CEO resolves ICP disputes and nothing else (product.md, People) -----------------------
CREATE FUNCTION never_owns(p_role user_role) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT p_role IN ('cfo', 'ceo') $$;

-- The lock makes a change of the role wait, so that neither write can miss the other.
CREATE FUNCTION reason_owners_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM users WHERE id = NEW.user_id AND NOT never_owns(role) FOR SHARE;
  IF NEW.until IS NULL AND NOT FOUND THEN
    PERFORM agreement_refuse('OWNER_NOT_PERSON', 'a CFO or CEO account owns no reason');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reason_owners_guard BEFORE INSERT OR UPDATE ON reason_owners FOR EACH ROW EXECUTE FUNCTION reason_owners_guard();

CREATE FUNCTION users_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF never_owns(NEW.role) AND NOT never_owns(OLD.role) AND (
      EXISTS (SELECT FROM reason_owners WHERE user_id = NEW.id AND until IS NULL)
      OR EXISTS (SELECT FROM cycles WHERE assigned_id = NEW.id AND stage IN ('mql', 'referred'))) THEN
    PERFORM agreement_refuse('STILL_OWNER', format('%s still owns a reason or open leads', NEW.name));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER users_guard BEFORE UPDATE OF role ON users FOR EACH ROW EXECUTE FUNCTION users_guard();

-- Open leads that a file assigned to such an account belong to nobody: anybody may take them.
UPDATE cycles SET assigned_id = NULL FROM users u
WHERE u.id = assigned_id AND never_owns(u.role) AND stage IN ('mql', 'referred');
