INSERT INTO {{schema}}.rows (module, table_name, "row", carried, reason, detail)
SELECT one.module, one.source, one.original, one.fate <> 'aside', one.reason, one.detail
FROM (
  SELECT id, module, source, original, fate, reason, detail FROM carried_row WHERE fate = 'aside'
  {{homeless}}
) AS one
WHERE NOT EXISTS (
  SELECT FROM {{schema}}.rows known
  WHERE (known.module, known.table_name, known."row", known.reason) = (one.module, one.source, one.original, one.reason)
)
ORDER BY one.id
