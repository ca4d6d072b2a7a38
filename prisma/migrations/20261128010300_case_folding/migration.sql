-- Keys of companies and stages were lower-cased; now they are case folded (lib/domain/accounts.ts), so that "Straße" and
-- "STRASSE" are one. What differs: ß, dotless i, final sigma, nine old Cyrillic letters, and the Greek iota subscript, which
-- becomes a letter of its own.
CREATE FUNCTION pg_temp.fold(key text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT normalize(replace(normalize(
    translate(replace(key, 'ß', 'ss'), 'ıςᲀᲁᲂᲃᲄᲅᲆᲇᲈ', 'iσвдосттъѣꙋ'), NFD), U&'\0345', 'ι'), NFKC) $$;

UPDATE leads SET account_key = pg_temp.fold(account_key) WHERE account_key !~ '^[ -~]*$' AND account_key <> pg_temp.fold(account_key);
UPDATE opportunities SET account_key = pg_temp.fold(account_key) WHERE account_key !~ '^[ -~]*$' AND account_key <> pg_temp.fold(account_key);
UPDATE touches SET account_key = pg_temp.fold(account_key) WHERE account_key !~ '^[ -~]*$' AND account_key <> pg_temp.fold(account_key);

-- Two lines that are one name now: the one that was folded before stays, else the first.
DELETE FROM stage_names s USING stage_names t
WHERE pg_temp.fold(s.key) = pg_temp.fold(t.key) AND s.key <> t.key
  AND (t.key = pg_temp.fold(t.key) OR (s.key <> pg_temp.fold(s.key) AND t.key COLLATE "C" < s.key COLLATE "C"));
UPDATE stage_names SET key = pg_temp.fold(key) WHERE key <> pg_temp.fold(key);

DELETE FROM unmapped_stages s USING unmapped_stages t
WHERE pg_temp.fold(s.key) = pg_temp.fold(t.key) AND s.key <> t.key
  AND (t.key = pg_temp.fold(t.key) OR (s.key <> pg_temp.fold(s.key) AND t.key COLLATE "C" < s.key COLLATE "C"));
UPDATE unmapped_stages SET key = pg_temp.fold(key) WHERE key <> pg_temp.fold(key);

-- Two rows of one opportunity and instant are two stages of its history, however alike their names: the second keeps its key.
UPDATE stage_history h SET stage_key = pg_temp.fold(h.stage_key)
WHERE h.stage_key !~ '^[ -~]*$' AND h.stage_key <> pg_temp.fold(h.stage_key)
  AND NOT EXISTS (
    SELECT FROM stage_history o WHERE o.opportunity_id = h.opportunity_id AND o.entered_at = h.entered_at AND o.id <> h.id
      AND pg_temp.fold(o.stage_key) = pg_temp.fold(h.stage_key));

DROP FUNCTION pg_temp.fold(text);
