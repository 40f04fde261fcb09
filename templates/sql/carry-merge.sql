WITH shared AS (
  SELECT key FROM carried_row WHERE home = {{home}} AND fate IS NULL GROUP BY key HAVING key IS NOT NULL AND count(*) > 1
), said AS (
  -- A value that is missing contradicts none; only who has the row undeleted says so.
  SELECT one.id, one.key, one.data, one.module = {{preferred}} AS preferred, field.key AS field,
    CASE WHEN field.key = 'deleted_at' THEN COALESCE(field.value, 'not deleted') ELSE field.value END AS value
  FROM carried_row one JOIN shared USING (key), jsonb_each_text(one.data) field
  WHERE one.home = {{home}} AND one.fate IS NULL AND (field.value IS NOT NULL OR field.key = 'deleted_at')
), settled AS (
  SELECT key, field, CASE field
      WHEN 'created_at' THEN (min(value::timestamptz) FILTER (WHERE field = 'created_at'))::text
      WHEN 'updated_at' THEN (max(value::timestamptz) FILTER (WHERE field = 'updated_at'))::text
      WHEN 'version' THEN (max(value::numeric) FILTER (WHERE field = 'version'))::text
      WHEN 'created_by' THEN (array_agg(value ORDER BY data ->> 'created_at', id))[1]
      WHEN 'updated_by' THEN (array_agg(value ORDER BY data ->> 'updated_at' DESC NULLS LAST, id))[1]
      ELSE (array_agg(value ORDER BY preferred DESC, id))[1]
    END AS value,
    NOT field = ANY ({{system fields}}) AND CASE WHEN bool_or(preferred)
      THEN count(DISTINCT value) FILTER (WHERE preferred) > 1
      ELSE count(DISTINCT value) > 1
    END AS differs
  FROM said GROUP BY key, field
), verdict AS (
  SELECT key, string_agg(field, ', ' ORDER BY field) FILTER (WHERE differs) AS disputed,
    jsonb_object_agg(field, NULLIF(value, 'not deleted')) AS united
  FROM settled GROUP BY key
), ranked AS (
  SELECT one.id, verdict.disputed, verdict.united, row_number() OVER (PARTITION BY one.key ORDER BY one.id) AS place
  FROM carried_row one JOIN verdict USING (key) WHERE one.home = {{home}} AND one.fate IS NULL
)
UPDATE carried_row one SET
  fate = CASE WHEN ranked.disputed IS NOT NULL THEN 'aside' WHEN ranked.place > 1 THEN 'merged' END,
  reason = 'rows with this key disagree on ' || ranked.disputed,
  data = CASE WHEN ranked.disputed IS NULL AND ranked.place = 1 THEN one.data || ranked.united ELSE one.data END
FROM ranked WHERE ranked.id = one.id
