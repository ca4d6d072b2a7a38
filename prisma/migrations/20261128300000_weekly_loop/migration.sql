-- The weekly loop: clocks, fixes, reviews, comments, the watched reason, pulse, feedback and deliveries (product.md D, A8, A13, B7).
CREATE TYPE "clock_state" AS ENUM ('open', 'cured', 'due', 'killed', 'defunded', 'extended');

CREATE TYPE "clock_move_kind" AS ENUM ('opened', 'cured', 'resumed', 'due', 'rested', 'killed', 'defunded', 'extended');

CREATE TYPE "decision_type" AS ENUM ('kill', 'defund', 'extend', 'fix', 'watch');

CREATE TYPE "period_kind" AS ENUM ('monthly', 'quarterly', 'partner');

CREATE TYPE "delivery_channel" AS ENUM ('email', 'slack');

CREATE TYPE "delivery_state" AS ENUM ('claimed', 'handed_over', 'sent', 'refused');

CREATE TYPE "reminder_kind" AS ENUM ('at_risk', 'missed');

ALTER TABLE "acceptance_days" ADD COLUMN     "recycled" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "snapshots" ADD COLUMN     "judges" BOOLEAN NOT NULL DEFAULT true;

ALTER TABLE "users" ADD COLUMN     "digest" BOOLEAN NOT NULL DEFAULT true;

CREATE TABLE "restatements" (
    "as_of" DATE NOT NULL,
    "earlier" DATE NOT NULL,
    "payload" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "restatements_pkey" PRIMARY KEY ("as_of")
);

CREATE TABLE "clocks" (
    "id" BIGSERIAL NOT NULL,
    "unit" TEXT NOT NULL,
    "opened" DATE NOT NULL,
    "due" DATE NOT NULL,
    "state" "clock_state" NOT NULL,
    "settled_on" DATE,
    "rested" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "clocks_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "clock_moves" (
    "id" BIGSERIAL NOT NULL,
    "clock_id" BIGINT NOT NULL,
    "kind" "clock_move_kind" NOT NULL,
    "on" DATE NOT NULL,
    "due" DATE NOT NULL,
    "snapshot_as_of" DATE,
    "decision_id" BIGINT,
    "audit_seq" BIGINT NOT NULL,

    CONSTRAINT "clock_moves_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "fixes" (
    "id" BIGSERIAL NOT NULL,
    "reason" "rejection_reason" NOT NULL,
    "source_code" TEXT,
    "owner_id" BIGINT NOT NULL,
    "action" TEXT,
    "opened_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "snapshot_as_of" DATE,
    "closed_on" DATE,
    "closed_by_id" BIGINT,
    "evidence" TEXT,

    CONSTRAINT "fixes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reviews" (
    "id" BIGSERIAL NOT NULL,
    "as_of" DATE NOT NULL,
    "held_on" DATE NOT NULL,
    "moved_because" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by_id" BIGINT NOT NULL,
    "cro_id" BIGINT NOT NULL,
    "cmo_id" BIGINT NOT NULL,
    "vp_revops_id" BIGINT NOT NULL,
    "head_demand_gen_id" BIGINT NOT NULL,
    "head_sdr_id" BIGINT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" BIGINT,
    "closed_decision_id" BIGINT,
    "candidates" TEXT,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "review_presence" (
    "review_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_presence_pkey" PRIMARY KEY ("review_id","user_id")
);

CREATE TABLE "review_decisions" (
    "id" BIGSERIAL NOT NULL,
    "review_id" BIGINT NOT NULL,
    "type" "decision_type" NOT NULL,
    "unit" TEXT NOT NULL,
    "clock_id" BIGINT,
    "to_source" TEXT,
    "amount" DECIMAL(14,2),
    "until" DATE,
    "action" TEXT,
    "fix_source" TEXT,
    "fix_id" BIGINT,
    "why" TEXT NOT NULL,
    "owner_id" BIGINT NOT NULL,
    "due_on" DATE NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" BIGINT NOT NULL,
    "cro_id" BIGINT NOT NULL,
    "cmo_id" BIGINT NOT NULL,

    CONSTRAINT "review_decisions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "review_comments" (
    "id" BIGSERIAL NOT NULL,
    "kind" "period_kind" NOT NULL,
    "period" DATE NOT NULL,
    "as_of" DATE NOT NULL,
    "figure" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "author_id" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_comments_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "watches" (
    "id" BIGSERIAL NOT NULL,
    "reason" "rejection_reason" NOT NULL,
    "baseline_as_of" DATE NOT NULL,
    "baseline_count" INTEGER NOT NULL,
    "baseline_n" INTEGER NOT NULL,
    "started_on" DATE NOT NULL,
    "started_by_id" BIGINT NOT NULL,
    "ended_on" DATE,

    CONSTRAINT "watches_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "thanks" (
    "id" BIGSERIAL NOT NULL,
    "watch_id" BIGINT NOT NULL,
    "baseline_count" INTEGER NOT NULL,
    "baseline_n" INTEGER NOT NULL,
    "as_of" DATE NOT NULL,
    "count" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "by_id" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "thanks_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "pulse_answers" (
    "id" BIGSERIAL NOT NULL,
    "month" DATE NOT NULL,
    "side" "user_role" NOT NULL,
    "user_id" BIGINT NOT NULL,
    "score" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pulse_answers_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "feedback_receipts" (
    "as_of" DATE NOT NULL,
    "user_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feedback_receipts_pkey" PRIMARY KEY ("as_of")
);

CREATE TABLE "deliveries" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "channel" "delivery_channel" NOT NULL,
    "recipient" TEXT NOT NULL,
    "user_id" BIGINT,
    "state" "delivery_state" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "handed_over_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "message_id" TEXT,
    "error" TEXT,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reminders" (
    "cycle_id" BIGINT NOT NULL,
    "kind" "reminder_kind" NOT NULL,
    "delivery_id" BIGINT NOT NULL,

    CONSTRAINT "reminders_pkey" PRIMARY KEY ("cycle_id","kind")
);

CREATE UNIQUE INDEX "clocks_unit_opened_key" ON "clocks"("unit", "opened");

CREATE UNIQUE INDEX "clock_moves_clock_id_on_kind_key" ON "clock_moves"("clock_id", "on", "kind");

CREATE INDEX "fixes_reason_opened_on_idx" ON "fixes"("reason", "opened_on");

CREATE UNIQUE INDEX "reviews_as_of_key" ON "reviews"("as_of");

CREATE UNIQUE INDEX "reviews_closed_decision_id_key" ON "reviews"("closed_decision_id");

CREATE UNIQUE INDEX "review_decisions_review_id_key" ON "review_decisions"("review_id");

CREATE INDEX "review_comments_kind_period_idx" ON "review_comments"("kind", "period");

CREATE UNIQUE INDEX "watches_id_baseline_count_baseline_n_key" ON "watches"("id", "baseline_count", "baseline_n");

CREATE UNIQUE INDEX "thanks_watch_id_key" ON "thanks"("watch_id");

CREATE UNIQUE INDEX "thanks_watch_id_baseline_count_baseline_n_key" ON "thanks"("watch_id", "baseline_count", "baseline_n");

CREATE UNIQUE INDEX "pulse_answers_month_side_key" ON "pulse_answers"("month", "side");

CREATE UNIQUE INDEX "pulse_answers_month_user_id_key" ON "pulse_answers"("month", "user_id");

CREATE INDEX "deliveries_claimed_at_idx" ON "deliveries"("claimed_at");

CREATE UNIQUE INDEX "deliveries_key_channel_recipient_key" ON "deliveries"("key", "channel", "recipient");

ALTER TABLE "restatements" ADD CONSTRAINT "restatements_as_of_fkey" FOREIGN KEY ("as_of") REFERENCES "snapshots"("as_of") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "restatements" ADD CONSTRAINT "restatements_earlier_fkey" FOREIGN KEY ("earlier") REFERENCES "snapshots"("as_of") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "clock_moves" ADD CONSTRAINT "clock_moves_clock_id_fkey" FOREIGN KEY ("clock_id") REFERENCES "clocks"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "clock_moves" ADD CONSTRAINT "clock_moves_snapshot_as_of_fkey" FOREIGN KEY ("snapshot_as_of") REFERENCES "snapshots"("as_of") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "clock_moves" ADD CONSTRAINT "clock_moves_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "review_decisions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "clock_moves" ADD CONSTRAINT "clock_moves_audit_seq_fkey" FOREIGN KEY ("audit_seq") REFERENCES "audit_log"("seq") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "fixes" ADD CONSTRAINT "fixes_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "fixes" ADD CONSTRAINT "fixes_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "fixes" ADD CONSTRAINT "fixes_closed_by_id_fkey" FOREIGN KEY ("closed_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "fixes" ADD CONSTRAINT "fixes_snapshot_as_of_fkey" FOREIGN KEY ("snapshot_as_of") REFERENCES "snapshots"("as_of") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_as_of_fkey" FOREIGN KEY ("as_of") REFERENCES "snapshots"("as_of") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_opened_by_id_fkey" FOREIGN KEY ("opened_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_closed_by_id_fkey" FOREIGN KEY ("closed_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_cro_id_fkey" FOREIGN KEY ("cro_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_cmo_id_fkey" FOREIGN KEY ("cmo_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_vp_revops_id_fkey" FOREIGN KEY ("vp_revops_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_head_demand_gen_id_fkey" FOREIGN KEY ("head_demand_gen_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_head_sdr_id_fkey" FOREIGN KEY ("head_sdr_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_closed_decision_id_fkey" FOREIGN KEY ("closed_decision_id") REFERENCES "review_decisions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "review_presence" ADD CONSTRAINT "review_presence_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_presence" ADD CONSTRAINT "review_presence_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_clock_id_fkey" FOREIGN KEY ("clock_id") REFERENCES "clocks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_to_source_fkey" FOREIGN KEY ("to_source") REFERENCES "sources"("code") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_fix_source_fkey" FOREIGN KEY ("fix_source") REFERENCES "sources"("code") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_fix_id_fkey" FOREIGN KEY ("fix_id") REFERENCES "fixes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_cro_id_fkey" FOREIGN KEY ("cro_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_cmo_id_fkey" FOREIGN KEY ("cmo_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_as_of_fkey" FOREIGN KEY ("as_of") REFERENCES "snapshots"("as_of") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "watches" ADD CONSTRAINT "watches_baseline_as_of_fkey" FOREIGN KEY ("baseline_as_of") REFERENCES "snapshots"("as_of") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "watches" ADD CONSTRAINT "watches_started_by_id_fkey" FOREIGN KEY ("started_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "thanks" ADD CONSTRAINT "thanks_watch_id_baseline_count_baseline_n_fkey" FOREIGN KEY ("watch_id", "baseline_count", "baseline_n") REFERENCES "watches"("id", "baseline_count", "baseline_n") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "thanks" ADD CONSTRAINT "thanks_as_of_fkey" FOREIGN KEY ("as_of") REFERENCES "snapshots"("as_of") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "thanks" ADD CONSTRAINT "thanks_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "pulse_answers" ADD CONSTRAINT "pulse_answers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "feedback_receipts" ADD CONSTRAINT "feedback_receipts_as_of_fkey" FOREIGN KEY ("as_of") REFERENCES "snapshots"("as_of") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "feedback_receipts" ADD CONSTRAINT "feedback_receipts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "reminders" ADD CONSTRAINT "reminders_cycle_id_fkey" FOREIGN KEY ("cycle_id") REFERENCES "cycles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "reminders" ADD CONSTRAINT "reminders_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Snapshots --------------------------------------------------------------------------------------
-- A Monday that is frozen after a later one moves no clock: what the later one said was said on what was known then.
CREATE FUNCTION snapshots_order() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('accord.snapshots'));
  NEW.judges := NOT EXISTS (SELECT FROM snapshots WHERE as_of > NEW.as_of);
  RETURN NEW;
END $$;
CREATE TRIGGER snapshots_order BEFORE INSERT ON snapshots FOR EACH ROW EXECUTE FUNCTION snapshots_order();
UPDATE snapshots s SET judges = false WHERE EXISTS (SELECT FROM snapshots l WHERE l.as_of > s.as_of AND l.taken_at < s.taken_at);
ALTER TABLE restatements ADD CONSTRAINT restatements_order CHECK (earlier < as_of);

-- Clocks -----------------------------------------------------------------------------------------
ALTER TABLE clocks
  ADD CONSTRAINT clocks_unit CHECK (unit ~ '^(acceptance|sales_sla|cost|reason):.'),
  ADD CONSTRAINT clocks_dates CHECK (opened < due AND extract(isodow FROM opened) = 1
    AND (settled_on IS NULL) = (state IN ('open', 'due', 'extended')) AND (NOT rested OR state IN ('killed', 'defunded')));
CREATE UNIQUE INDEX clocks_running ON clocks (unit) WHERE state IN ('open', 'due', 'extended');
ALTER TABLE clock_moves ADD CONSTRAINT clock_moves_cause CHECK (
  (kind IN ('killed', 'defunded', 'extended')) = (decision_id IS NOT NULL)
  AND (snapshot_as_of IS NULL) = (decision_id IS NOT NULL) AND (snapshot_as_of IS NULL OR snapshot_as_of = "on"));

-- Fixes ------------------------------------------------------------------------------------------
ALTER TABLE fixes
  ADD CONSTRAINT fixes_due CHECK (due_on = opened_on + 30),
  ADD CONSTRAINT fixes_text CHECK (char_length(action) BETWEEN 3 AND 500 AND char_length(evidence) BETWEEN 3 AND 500),
  ADD CONSTRAINT fixes_end CHECK (num_nulls(closed_on, closed_by_id, evidence) IN (0, 3)
    AND (closed_on IS NULL OR (action IS NOT NULL AND closed_on >= opened_on)));
CREATE UNIQUE INDEX fixes_open ON fixes (reason, coalesce(source_code, '')) WHERE closed_on IS NULL;
CREATE FUNCTION fixes_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
  IF (TG_OP = 'INSERT' OR NEW.owner_id <> OLD.owner_id)
      AND NOT EXISTS (SELECT FROM users WHERE id = NEW.owner_id AND active AND NOT never_owns(role)) THEN
    PERFORM agreement_refuse('OWNER_NOT_PERSON', 'an active person owns a fix, and no CFO or CEO');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fixes_guard BEFORE INSERT OR UPDATE ON fixes FOR EACH ROW EXECUTE FUNCTION fixes_guard();

-- Reviews ----------------------------------------------------------------------------------------
ALTER TABLE reviews
  ADD CONSTRAINT reviews_five CHECK (cro_id NOT IN (cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id)
    AND cmo_id NOT IN (vp_revops_id, head_demand_gen_id, head_sdr_id) AND vp_revops_id NOT IN (head_demand_gen_id, head_sdr_id)
    AND head_demand_gen_id <> head_sdr_id),
  ADD CONSTRAINT reviews_day CHECK (held_on BETWEEN as_of AND as_of + 6 AND (held_on = as_of + 1) = (moved_because IS NULL)
    AND char_length(moved_because) BETWEEN 3 AND 200),
  ADD CONSTRAINT reviews_end CHECK (num_nulls(closed_at, closed_by_id, closed_decision_id, candidates) IN (0, 4)
    AND (closed_at IS NULL OR started_at IS NOT NULL));
CREATE FUNCTION reviews_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
  IF NEW.closed_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM review_decisions WHERE id = NEW.closed_decision_id AND review_id = NEW.id) THEN
    PERFORM agreement_refuse('DECISION_MISSING', 'a review is closed with its own decision');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reviews_guard BEFORE INSERT OR UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION reviews_guard();

ALTER TABLE review_decisions
  ADD CONSTRAINT review_decisions_present CHECK (cro_id <> cmo_id),
  ADD CONSTRAINT review_decisions_terms CHECK (
    (type IN ('kill', 'defund', 'extend')) <= (clock_id IS NOT NULL) AND (type = 'defund') = (to_source IS NOT NULL)
    AND (type = 'defund') = (amount IS NOT NULL) AND coalesce(amount >= 0, true) AND (type = 'extend') = (until IS NOT NULL)
    AND (type = 'fix') = (action IS NOT NULL) AND (num_nonnulls(fix_id, fix_source) = 0 OR type = 'fix')
    AND (type <> 'kill' OR unit LIKE 'acceptance:%') AND (type <> 'defund' OR unit LIKE 'cost:%')),
  ADD CONSTRAINT review_decisions_text CHECK (char_length(why) BETWEEN 3 AND 500 AND char_length(action) BETWEEN 3 AND 500);
CREATE FUNCTION review_decisions_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM reviews WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.review_id ELSE NEW.review_id END AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    PERFORM agreement_refuse('REVIEW_CLOSED', 'the decision of a closed review stays as it is');
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'fix_id' <> to_jsonb(OLD) - 'fix_id' THEN
    PERFORM agreement_refuse('ONE_DECISION', 'a decision is taken back before another one is recorded');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_decisions_guard BEFORE INSERT OR UPDATE OR DELETE ON review_decisions FOR EACH ROW EXECUTE FUNCTION review_decisions_guard();

ALTER TABLE review_comments ADD CONSTRAINT review_comments_text CHECK (char_length(text) BETWEEN 3 AND 1000 AND figure <> '');

-- Playbook ---------------------------------------------------------------------------------------
ALTER TABLE watches
  ADD CONSTRAINT watches_baseline CHECK (baseline_count > 0 AND baseline_count <= baseline_n),
  ADD CONSTRAINT watches_end CHECK (ended_on >= started_on);
CREATE UNIQUE INDEX watches_one ON watches ((ended_on IS NULL)) WHERE ended_on IS NULL;
ALTER TABLE thanks ADD CONSTRAINT thanks_moved CHECK (
  n > 0 AND count >= 0 AND count::bigint * baseline_n < baseline_count::bigint * n AND char_length(text) BETWEEN 3 AND 1000);

ALTER TABLE pulse_answers
  ADD CONSTRAINT pulse_answers_score CHECK (score BETWEEN 0 AND 10),
  ADD CONSTRAINT pulse_answers_side CHECK (side IN ('cro', 'cmo')),
  ADD CONSTRAINT pulse_answers_month CHECK (extract(day FROM month) = 1);
-- It looks at answers that its caller may not see.
CREATE FUNCTION pulse_complete(asked date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ SELECT count(*) = 2 FROM pulse_answers WHERE month = asked $$;
ALTER TABLE pulse_answers ENABLE ROW LEVEL SECURITY;
CREATE POLICY pulse_answers_read ON pulse_answers FOR SELECT USING (user_id = accord_reader() OR pulse_complete(month));
CREATE POLICY pulse_answers_give ON pulse_answers FOR INSERT WITH CHECK (user_id = accord_reader());

-- Deliveries -------------------------------------------------------------------------------------
ALTER TABLE deliveries
  ADD CONSTRAINT deliveries_recipient CHECK ((channel = 'email') = (user_id IS NOT NULL)
    AND recipient = coalesce(user_id::text, 'channel')),
  ADD CONSTRAINT deliveries_state CHECK ((state = 'claimed') <= (handed_over_at IS NULL) AND (state = 'sent') = (sent_at IS NOT NULL)
    AND (state <> 'sent' OR handed_over_at IS NOT NULL));

-- Rights -----------------------------------------------------------------------------------------
REVOKE UPDATE, DELETE ON restatements, clock_moves, review_comments, thanks, pulse_answers, feedback_receipts FROM accord_app;
REVOKE DELETE ON clocks, fixes, reviews, watches, deliveries FROM accord_app;
