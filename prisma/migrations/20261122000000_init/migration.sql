-- CreateEnum
CREATE TYPE "user_role" AS ENUM ('cro', 'cmo', 'vp_revops', 'head_demand_gen', 'head_sdr', 'bdr', 'ae', 'partner_manager', 'ceo', 'cfo', 'admin');

-- CreateEnum
CREATE TYPE "stage" AS ENUM ('lead', 'mql', 'referred', 'sal', 'sql', 'pipeline', 'rejected', 'expired');

-- CreateEnum
CREATE TYPE "segment_code" AS ENUM ('SMB', 'MM', 'ENT', 'Unknown');

-- CreateEnum
CREATE TYPE "lane" AS ENUM ('standard', 'partner');

-- CreateEnum
CREATE TYPE "rejection_reason" AS ENUM ('out_of_icp', 'wrong_persona', 'no_intent', 'bad_data', 'already_in_pipeline');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('accept', 'reject');

-- CreateEnum
CREATE TYPE "event_kind" AS ENUM ('move', 'correction');

-- CreateEnum
CREATE TYPE "touch_kind" AS ENUM ('form', 'click', 'attended', 'meeting', 'reply', 'call', 'email_sent', 'invited', 'impression', 'outbound_call', 'outbound_email');

-- CreateEnum
CREATE TYPE "opportunity_type" AS ENUM ('new_business', 'renewal', 'expansion');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('open', 'won', 'lost');

-- CreateEnum
CREATE TYPE "team" AS ENUM ('sales', 'marketing', 'partner');

-- CreateEnum
CREATE TYPE "credit_position" AS ENUM ('first_touch', 'opportunity_created', 'closed_won');

-- CreateEnum
CREATE TYPE "agreement_status" AS ENUM ('draft', 'in_force', 'superseded');

-- CreateEnum
CREATE TYPE "record_kind" AS ENUM ('leads', 'decisions', 'opportunities', 'stage_history', 'touches', 'spend', 'fx_rates');

-- CreateTable
CREATE TABLE "organisation" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'America/New_York',
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "fiscal_year_start_month" SMALLINT NOT NULL DEFAULT 1,
    "sdr_weekly_capacity" INTEGER NOT NULL DEFAULT 0,
    "cmo_title" TEXT NOT NULL DEFAULT 'Chief Marketing Officer',
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "working_days" SMALLINT[] DEFAULT '{1,2,3,4,5}',
    "work_start_minute" SMALLINT NOT NULL DEFAULT 540,
    "work_end_minute" SMALLINT NOT NULL DEFAULT 1080,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holidays" (
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "holidays_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "users" (
    "id" BIGSERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "user_role" NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "password_hash" TEXT,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "made_by_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sources" (
    "code" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "is_unmapped" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "source_mappings" (
    "value" TEXT NOT NULL,
    "source_code" TEXT NOT NULL,

    CONSTRAINT "source_mappings_pkey" PRIMARY KEY ("value")
);

-- CreateTable
CREATE TABLE "segments" (
    "code" "segment_code" NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "min_employees" INTEGER,
    "max_employees" INTEGER,

    CONSTRAINT "segments_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "stage_names" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "stage" "stage" NOT NULL,
    "ordinal" SMALLINT,
    "is_won" BOOLEAN NOT NULL DEFAULT false,
    "crm_value" TEXT,

    CONSTRAINT "stage_names_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "unmapped_stages" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 1,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unmapped_stages_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "reason_owners" (
    "id" BIGSERIAL NOT NULL,
    "reason" "rejection_reason" NOT NULL,
    "user_id" BIGINT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "reason_owners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agreements" (
    "version" INTEGER NOT NULL,
    "status" "agreement_status" NOT NULL,
    "definition" JSONB NOT NULL,
    "rejection_cap" DECIMAL(5,2) NOT NULL,
    "pipeline_floor" DECIMAL(5,2) NOT NULL,
    "cost_line" DECIMAL(8,4) NOT NULL,
    "acv_min" DECIMAL(14,2) NOT NULL,
    "acv_max" DECIMAL(14,2) NOT NULL,
    "minimum_n" INTEGER NOT NULL,
    "weight_first" SMALLINT NOT NULL,
    "weight_created" SMALLINT NOT NULL,
    "weight_won" SMALLINT NOT NULL,
    "lookback_days" SMALLINT NOT NULL,
    "decision_days" SMALLINT NOT NULL,
    "follow_up_hours" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agreements_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "floors" (
    "id" BIGSERIAL NOT NULL,
    "agreement_version" INTEGER NOT NULL,
    "source_code" TEXT NOT NULL,
    "segment_code" "segment_code",
    "percent" DECIMAL(5,2) NOT NULL,

    CONSTRAINT "floors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leads" (
    "id" BIGSERIAL NOT NULL,
    "source_system" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "email" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "company" TEXT,
    "account_key" TEXT,
    "domain" TEXT,
    "title" TEXT,
    "country" CHAR(2),
    "naics" TEXT,
    "employees" INTEGER,
    "annual_revenue" DECIMAL(16,2),
    "technologies" TEXT[],
    "source_code" TEXT NOT NULL,
    "campaign" TEXT,
    "segment_code" "segment_code" NOT NULL,
    "lane" "lane" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "handed_over_at" TIMESTAMPTZ(3),
    "score" DECIMAL(8,3),
    "score_vendor" TEXT,
    "score_model_version" TEXT,
    "assigned_to" TEXT,
    "bought_from" TEXT,
    "import_id" BIGINT,

    CONSTRAINT "leads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead_scores" (
    "id" BIGSERIAL NOT NULL,
    "lead_id" BIGINT NOT NULL,
    "score" DECIMAL(8,3) NOT NULL,
    "vendor" TEXT,
    "model_version" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lead_scores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cycles" (
    "id" BIGSERIAL NOT NULL,
    "lead_id" BIGINT NOT NULL,
    "number" SMALLINT NOT NULL DEFAULT 1,
    "source_code" TEXT NOT NULL,
    "segment_code" "segment_code" NOT NULL,
    "lane" "lane" NOT NULL,
    "stage" "stage" NOT NULL,
    "handed_over_at" TIMESTAMPTZ(3) NOT NULL,
    "handed_over_on" DATE NOT NULL,
    "agreement_version" INTEGER NOT NULL,
    "assigned_id" BIGINT,
    "sourced_by_id" BIGINT,
    "touch_by" TIMESTAMPTZ(3) NOT NULL,
    "decide_by" TIMESTAMPTZ(3) NOT NULL,
    "first_touched_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" BIGINT,
    "reason" "rejection_reason",
    "last_activity_on" DATE NOT NULL,
    "trace" JSONB,

    CONSTRAINT "cycles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lifecycle_events" (
    "id" BIGSERIAL NOT NULL,
    "cycle_id" BIGINT NOT NULL,
    "kind" "event_kind" NOT NULL DEFAULT 'move',
    "from_stage" "stage" NOT NULL,
    "to_stage" "stage" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" BIGINT,
    "agreement_version" INTEGER NOT NULL,
    "audit_seq" BIGINT NOT NULL,

    CONSTRAINT "lifecycle_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" BIGSERIAL NOT NULL,
    "cycle_id" BIGINT NOT NULL,
    "lead_id" BIGINT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" "verdict" NOT NULL,
    "reason" "rejection_reason",
    "duplicate_of" TEXT,
    "decided_by_id" BIGINT,
    "decided_by_email" TEXT,
    "touched_at" TIMESTAMPTZ(3),
    "touch_kind" TEXT,
    "note" TEXT,
    "is_live" BOOLEAN NOT NULL DEFAULT true,
    "agreement_version" INTEGER NOT NULL,
    "audit_seq" BIGINT NOT NULL,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opportunities" (
    "id" BIGSERIAL NOT NULL,
    "source_system" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "lead_id" BIGINT,
    "account" TEXT,
    "account_key" TEXT,
    "name" TEXT,
    "type" "opportunity_type" NOT NULL DEFAULT 'new_business',
    "currency" CHAR(3),
    "amount" DECIMAL(16,2),
    "reporting_amount" DECIMAL(16,2),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_on" DATE NOT NULL,
    "created_by_team" "team",
    "stage" TEXT,
    "stage_ordinal" SMALLINT,
    "outcome" "outcome" NOT NULL DEFAULT 'open',
    "lost_reason" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_on" DATE,
    "first_seen_on" DATE NOT NULL,
    "import_id" BIGINT,
    "is_outbound" BOOLEAN NOT NULL DEFAULT false,
    "origin_cycle_id" BIGINT,
    "owner_source" TEXT NOT NULL DEFAULT 'Unattributed',
    "pipeline_on" DATE,
    "pipeline_amount" DECIMAL(16,2),
    "is_approximate" BOOLEAN NOT NULL DEFAULT false,
    "is_amount_late" BOOLEAN NOT NULL DEFAULT false,
    "won_on" DATE,
    "won_amount" DECIMAL(16,2),
    "is_truncated" BOOLEAN NOT NULL DEFAULT false,
    "is_implicit" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "opportunities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_history" (
    "id" BIGSERIAL NOT NULL,
    "opportunity_id" BIGINT NOT NULL,
    "stage" TEXT NOT NULL,
    "stage_key" TEXT NOT NULL,
    "ordinal" SMALLINT NOT NULL,
    "is_won" BOOLEAN NOT NULL DEFAULT false,
    "amount" DECIMAL(16,2),
    "currency" CHAR(3),
    "reporting_amount" DECIMAL(16,2),
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "entered_on" DATE NOT NULL,
    "import_id" BIGINT,

    CONSTRAINT "stage_history_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "touches" (
    "id" BIGSERIAL NOT NULL,
    "source_system" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "lead_id" BIGINT,
    "opportunity_id" BIGINT,
    "account" TEXT,
    "account_key" TEXT,
    "source_code" TEXT NOT NULL,
    "campaign" TEXT,
    "kind" "touch_kind" NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL,
    "touched_on" DATE NOT NULL,
    "import_id" BIGINT,

    CONSTRAINT "touches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spend" (
    "id" BIGSERIAL NOT NULL,
    "source_code" TEXT NOT NULL,
    "campaign" TEXT NOT NULL DEFAULT '',
    "start_date" DATE NOT NULL,
    "end_date" DATE NOT NULL,
    "amount" DECIMAL(16,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "reporting_amount" DECIMAL(26,10) NOT NULL,
    "import_id" BIGINT,

    CONSTRAINT "spend_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fx_rates" (
    "day" DATE NOT NULL,
    "from_currency" CHAR(3) NOT NULL,
    "to_currency" CHAR(3) NOT NULL,
    "rate" DECIMAL(20,10) NOT NULL,

    CONSTRAINT "fx_rates_pkey" PRIMARY KEY ("day","from_currency","to_currency")
);

-- CreateTable
CREATE TABLE "deal_credits" (
    "opportunity_id" BIGINT NOT NULL,
    "position" "credit_position" NOT NULL,
    "source" TEXT NOT NULL,
    "credit" DECIMAL(16,2) NOT NULL,

    CONSTRAINT "deal_credits_pkey" PRIMARY KEY ("opportunity_id","position","source")
);

-- CreateTable
CREATE TABLE "deal_assists" (
    "opportunity_id" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "deal_assists_pkey" PRIMARY KEY ("opportunity_id","source")
);

-- CreateTable
CREATE TABLE "acceptance_days" (
    "day" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "segment" "segment_code" NOT NULL,
    "lane" "lane" NOT NULL,
    "handed_over" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "out_of_icp" INTEGER NOT NULL DEFAULT 0,
    "wrong_persona" INTEGER NOT NULL DEFAULT 0,
    "no_intent" INTEGER NOT NULL DEFAULT 0,
    "bad_data" INTEGER NOT NULL DEFAULT 0,
    "already_in_pipeline" INTEGER NOT NULL DEFAULT 0,
    "expired" INTEGER NOT NULL DEFAULT 0,
    "touched_in_time" INTEGER NOT NULL DEFAULT 0,
    "decided_in_time" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "acceptance_days_pkey" PRIMARY KEY ("day","source","segment","lane")
);

-- CreateTable
CREATE TABLE "pipeline_days" (
    "day" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "opportunities" INTEGER NOT NULL,

    CONSTRAINT "pipeline_days_pkey" PRIMARY KEY ("day","source")
);

-- CreateTable
CREATE TABLE "reached_days" (
    "day" DATE NOT NULL,
    "segment" "segment_code" NOT NULL,
    "reached" INTEGER NOT NULL,

    CONSTRAINT "reached_days_pkey" PRIMARY KEY ("day","segment")
);

-- CreateTable
CREATE TABLE "influence_days" (
    "day" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "first_touch" DECIMAL(18,2) NOT NULL,
    "opportunity_created" DECIMAL(18,2) NOT NULL,
    "closed_won" DECIMAL(18,2) NOT NULL,
    "deals" INTEGER NOT NULL,
    "assists" INTEGER NOT NULL,

    CONSTRAINT "influence_days_pkey" PRIMARY KEY ("day","source")
);

-- CreateTable
CREATE TABLE "won_days" (
    "day" DATE NOT NULL,
    "deals" INTEGER NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,

    CONSTRAINT "won_days_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" BIGSERIAL NOT NULL,
    "kind" "record_kind" NOT NULL,
    "file_name" TEXT NOT NULL,
    "source_system" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "actor_id" BIGINT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rows_in" INTEGER NOT NULL DEFAULT 0,
    "inserted" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "duplicate" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshots" (
    "as_of" DATE NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "agreement_version" INTEGER NOT NULL,
    "payload" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "snapshots_pkey" PRIMARY KEY ("as_of")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" BIGINT,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "agreement_version" INTEGER,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "denials" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "denials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "reason_owners_reason_since_idx" ON "reason_owners"("reason", "since");

-- CreateIndex
CREATE INDEX "leads_account_key_idx" ON "leads"("account_key");

-- CreateIndex
CREATE UNIQUE INDEX "leads_source_system_external_id_key" ON "leads"("source_system", "external_id");

-- CreateIndex
CREATE INDEX "lead_scores_lead_id_recorded_at_idx" ON "lead_scores"("lead_id", "recorded_at");

-- CreateIndex
CREATE INDEX "cycles_handed_over_on_source_code_segment_code_idx" ON "cycles"("handed_over_on", "source_code", "segment_code");

-- CreateIndex
CREATE UNIQUE INDEX "cycles_lead_id_number_key" ON "cycles"("lead_id", "number");

-- CreateIndex
CREATE INDEX "lifecycle_events_cycle_id_at_idx" ON "lifecycle_events"("cycle_id", "at");

-- CreateIndex
CREATE INDEX "decisions_cycle_id_idx" ON "decisions"("cycle_id");

-- CreateIndex
CREATE UNIQUE INDEX "decisions_lead_id_decided_at_key" ON "decisions"("lead_id", "decided_at");

-- CreateIndex
CREATE INDEX "opportunities_lead_id_idx" ON "opportunities"("lead_id");

-- CreateIndex
CREATE INDEX "opportunities_account_key_idx" ON "opportunities"("account_key");

-- CreateIndex
CREATE INDEX "opportunities_origin_cycle_id_idx" ON "opportunities"("origin_cycle_id");

-- CreateIndex
CREATE INDEX "opportunities_pipeline_on_owner_source_idx" ON "opportunities"("pipeline_on", "owner_source");

-- CreateIndex
CREATE INDEX "opportunities_won_on_idx" ON "opportunities"("won_on");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_source_system_external_id_key" ON "opportunities"("source_system", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "stage_history_opportunity_id_entered_at_stage_key_key" ON "stage_history"("opportunity_id", "entered_at", "stage_key");

-- CreateIndex
CREATE INDEX "touches_lead_id_touched_on_idx" ON "touches"("lead_id", "touched_on");

-- CreateIndex
CREATE INDEX "touches_opportunity_id_touched_on_idx" ON "touches"("opportunity_id", "touched_on");

-- CreateIndex
CREATE INDEX "touches_account_key_touched_on_idx" ON "touches"("account_key", "touched_on");

-- CreateIndex
CREATE UNIQUE INDEX "touches_source_system_external_id_key" ON "touches"("source_system", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "spend_source_code_campaign_start_date_end_date_key" ON "spend"("source_code", "campaign", "start_date", "end_date");

-- CreateIndex
CREATE INDEX "audit_log_object_idx" ON "audit_log"("object");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_made_by_id_fkey" FOREIGN KEY ("made_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_mappings" ADD CONSTRAINT "source_mappings_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reason_owners" ADD CONSTRAINT "reason_owners_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "floors" ADD CONSTRAINT "floors_agreement_version_fkey" FOREIGN KEY ("agreement_version") REFERENCES "agreements"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "floors" ADD CONSTRAINT "floors_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_scores" ADD CONSTRAINT "lead_scores_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "leads"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "leads"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_agreement_version_fkey" FOREIGN KEY ("agreement_version") REFERENCES "agreements"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_assigned_id_fkey" FOREIGN KEY ("assigned_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_sourced_by_id_fkey" FOREIGN KEY ("sourced_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lifecycle_events" ADD CONSTRAINT "lifecycle_events_cycle_id_fkey" FOREIGN KEY ("cycle_id") REFERENCES "cycles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lifecycle_events" ADD CONSTRAINT "lifecycle_events_audit_seq_fkey" FOREIGN KEY ("audit_seq") REFERENCES "audit_log"("seq") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_cycle_id_fkey" FOREIGN KEY ("cycle_id") REFERENCES "cycles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_audit_seq_fkey" FOREIGN KEY ("audit_seq") REFERENCES "audit_log"("seq") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "leads"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_origin_cycle_id_fkey" FOREIGN KEY ("origin_cycle_id") REFERENCES "cycles"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_history" ADD CONSTRAINT "stage_history_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "touches" ADD CONSTRAINT "touches_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "touches" ADD CONSTRAINT "touches_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "leads"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "touches" ADD CONSTRAINT "touches_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spend" ADD CONSTRAINT "spend_source_code_fkey" FOREIGN KEY ("source_code") REFERENCES "sources"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deal_credits" ADD CONSTRAINT "deal_credits_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deal_assists" ADD CONSTRAINT "deal_assists_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot express -------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE organisation
  ADD CONSTRAINT organisation_single CHECK (id = 1),
  ADD CONSTRAINT organisation_fiscal_month CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
  ADD CONSTRAINT organisation_hours CHECK (work_start_minute >= 0 AND work_start_minute < work_end_minute AND work_end_minute <= 1440),
  ADD CONSTRAINT organisation_working_days CHECK (cardinality(working_days) BETWEEN 1 AND 7 AND working_days <@ ARRAY[1,2,3,4,5,6,7]::smallint[]),
  ADD CONSTRAINT organisation_capacity CHECK (sdr_weekly_capacity >= 0),
  ADD CONSTRAINT organisation_currency CHECK (currency ~ '^[A-Z]{3}$');

ALTER TABLE users ADD CONSTRAINT users_email_lower CHECK (email = lower(email) AND email LIKE '%_@_%');

ALTER TABLE segments ADD CONSTRAINT segments_bounds CHECK (min_employees IS NULL OR max_employees IS NULL OR min_employees <= max_employees);

CREATE UNIQUE INDEX reason_owners_current ON reason_owners (reason) WHERE until IS NULL;

ALTER TABLE agreements
  ADD CONSTRAINT agreements_ranges CHECK (
    rejection_cap BETWEEN 0 AND 100 AND pipeline_floor BETWEEN 0 AND 100 AND cost_line > 0 AND acv_min >= 0 AND acv_min <= acv_max
    AND minimum_n >= 1 AND decision_days BETWEEN 1 AND 30 AND follow_up_hours BETWEEN 1 AND 240),
  ADD CONSTRAINT agreements_weights CHECK (weight_first >= 0 AND weight_created >= 0 AND weight_won >= 0 AND weight_first + weight_created + weight_won = 100),
  ADD CONSTRAINT agreements_lookback CHECK (lookback_days BETWEEN 1 AND 180);
CREATE UNIQUE INDEX agreements_in_force ON agreements (status) WHERE status = 'in_force';

ALTER TABLE floors ADD CONSTRAINT floors_range CHECK (percent BETWEEN 0 AND 100);
CREATE UNIQUE INDEX floors_unit ON floors (agreement_version, source_code, segment_code) NULLS NOT DISTINCT;

ALTER TABLE leads
  ADD CONSTRAINT leads_employees CHECK (employees >= 0),
  ADD CONSTRAINT leads_country CHECK (country ~ '^[A-Z]{2}$');
CREATE INDEX leads_account_prefix ON leads (account_key text_pattern_ops);

ALTER TABLE cycles
  ADD CONSTRAINT cycles_stage CHECK (stage <> 'lead'),
  ADD CONSTRAINT cycles_reason CHECK ((stage = 'rejected') = (reason IS NOT NULL)),
  ADD CONSTRAINT cycles_decided CHECK ((stage IN ('mql', 'referred', 'expired')) = (decided_at IS NULL)),
  ADD CONSTRAINT cycles_lane CHECK ((lane = 'partner' OR stage <> 'referred') AND (lane = 'standard' OR stage <> 'mql')),
  ADD CONSTRAINT cycles_partner_source CHECK (lane = 'standard' OR source_code = 'partner_referral');
-- One open cycle per lead; the queue reads the second index, the expiry job the third.
CREATE UNIQUE INDEX cycles_one_open ON cycles (lead_id) WHERE stage IN ('mql', 'referred');
CREATE INDEX cycles_queue ON cycles (assigned_id, decide_by) WHERE stage IN ('mql', 'referred');
CREATE INDEX cycles_idle ON cycles (last_activity_on) WHERE stage IN ('mql', 'referred');

ALTER TABLE decisions
  ADD CONSTRAINT decisions_reason CHECK ((verdict = 'reject') = (reason IS NOT NULL)),
  ADD CONSTRAINT decisions_note_length CHECK (char_length(note) <= 280),
  ADD CONSTRAINT decisions_duplicate CHECK (reason IS DISTINCT FROM 'already_in_pipeline' OR duplicate_of IS NOT NULL),
  ADD CONSTRAINT decisions_touch CHECK (touched_at IS NOT NULL OR (verdict = 'reject' AND reason <> 'no_intent'));
-- Deferred: one statement may retire the old verdict and write the new one.
ALTER TABLE decisions ADD CONSTRAINT decisions_live EXCLUDE USING btree (cycle_id WITH =) WHERE (is_live) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE opportunities
  ADD CONSTRAINT opportunities_currency CHECK (amount IS NULL OR currency IS NOT NULL),
  ADD CONSTRAINT opportunities_pipeline CHECK (pipeline_amount IS NULL OR pipeline_on IS NOT NULL);
-- The search for a duplicate and the account rule of ownership.
CREATE INDEX opportunities_account_prefix ON opportunities (account_key text_pattern_ops);

ALTER TABLE touches ADD CONSTRAINT touches_one_target CHECK (num_nonnulls(lead_id, opportunity_id, account_key) = 1);

ALTER TABLE spend
  ADD CONSTRAINT spend_amount CHECK (amount >= 0),
  ADD CONSTRAINT spend_days CHECK (start_date <= end_date),
  ADD CONSTRAINT spend_no_overlap EXCLUDE USING gist (source_code WITH =, campaign WITH =, daterange(start_date, end_date, '[]') WITH &&);

ALTER TABLE fx_rates ADD CONSTRAINT fx_rates_positive CHECK (rate > 0 AND from_currency <> to_currency);

ALTER TABLE acceptance_days ADD CONSTRAINT acceptance_days_whole CHECK (
  handed_over >= 0 AND accepted >= 0 AND out_of_icp >= 0 AND wrong_persona >= 0 AND no_intent >= 0 AND bad_data >= 0
  AND already_in_pipeline >= 0 AND expired >= 0
  AND accepted + out_of_icp + wrong_persona + no_intent + bad_data + already_in_pipeline + expired <= handed_over);

ALTER TABLE snapshots ADD CONSTRAINT snapshots_monday CHECK (extract(isodow FROM as_of) = 1);

INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '\x');
ALTER TABLE audit_head ADD CONSTRAINT audit_head_single CHECK (id = 1);

-- One link of the audit chain. The head row is locked until the end of the transaction, so that the
-- sequence has no gap and no fork. The text that is hashed is repeated by `npm run verify` on its own.
CREATE FUNCTION audit_append(p_actor_id bigint, p_actor text, p_action text, p_object text, p_before jsonb, p_after jsonb, p_version int)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head audit_head%ROWTYPE;
  stamp timestamptz(3) := clock_timestamp();
  link bytea;
BEGIN
  SELECT * INTO STRICT head FROM audit_head WHERE id = 1 FOR UPDATE;
  link := sha256(head.hash || convert_to(concat_ws(E'\x1f', head.seq + 1, to_char(stamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    coalesce(p_actor_id::text, ''), p_actor, p_action, p_object, coalesce(p_before::text, ''), coalesce(p_after::text, ''), coalesce(p_version::text, '')), 'UTF8'));
  INSERT INTO audit_log (seq, at, actor_id, actor, action, object, before, after, agreement_version, prev_hash, hash)
  VALUES (head.seq + 1, stamp, p_actor_id, p_actor, p_action, p_object, p_before, p_after, p_version, head.hash, link);
  UPDATE audit_head SET seq = head.seq + 1, hash = link WHERE id = 1;
  RETURN head.seq + 1;
END $$;

-- The app's role --------------------------------------------------------------------------------
-- Every connection of the app runs as accord_app: it cannot change or delete what is append-only.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'accord_app') THEN
    BEGIN
      CREATE ROLE accord_app NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of the cluster was faster
    END;
  END IF;
  -- A second owner on a shared server may hold the role without being able to give it.
  IF NOT pg_has_role(current_user, 'accord_app', 'MEMBER') THEN
    EXECUTE format('GRANT accord_app TO %I', current_user);
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO accord_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO accord_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO accord_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO accord_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO accord_app;
REVOKE UPDATE, DELETE ON lifecycle_events, lead_scores, snapshots, denials FROM accord_app;
REVOKE INSERT, UPDATE, DELETE ON audit_log, audit_head FROM accord_app;
REVOKE UPDATE, DELETE ON decisions FROM accord_app;
GRANT UPDATE (is_live) ON decisions TO accord_app;
REVOKE EXECUTE ON FUNCTION audit_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append TO accord_app;
