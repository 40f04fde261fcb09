CREATE FUNCTION audit.verify(head bigint DEFAULT NULL, head_hash bytea DEFAULT NULL)
RETURNS TABLE (link bigint, id bigint, problem text)
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = '' SET timezone = 'UTC'
AS $body$
BEGIN
  RETURN QUERY WITH entry AS (
    SELECT l.link, l.id, l.hash, to_jsonb(l) - 'hash' AS content,
      COALESCE(lag(l.link) OVER chain, 0) AS previous, COALESCE(lag(l.hash) OVER chain, '') AS previous_hash
    FROM audit.log l WHERE l.link IS NOT NULL WINDOW chain AS (ORDER BY l.link)
  ), broken AS (
    SELECT entry.link, entry.id, 'Entries before it are missing, or it is there twice.' AS problem
    FROM entry WHERE entry.link <> entry.previous + 1
    UNION ALL
    SELECT entry.link, entry.id, 'It was changed, or the one before it.'
    FROM entry
    WHERE entry.link = entry.previous + 1
      AND entry.hash IS DISTINCT FROM sha256(entry.previous_hash || convert_to(entry.content::text, 'UTF8'))
    UNION ALL
    SELECT NULL, l.id, 'It was added past the chain.'
    FROM audit.log l WHERE l.link IS NULL AND l.id > (SELECT min(entry.id) FROM entry)
    UNION ALL
    SELECT head, NULL, 'The head that was kept is not there: the chain was cut off or made anew.'
    WHERE head IS NOT NULL
      AND NOT EXISTS (SELECT FROM entry WHERE entry.link = head AND entry.hash = head_hash)
  )
  SELECT broken.link, broken.id, broken.problem FROM broken ORDER BY broken.link, broken.id LIMIT 1;
END
$body$
