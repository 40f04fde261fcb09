-- 26 digits of Crockford's base32 (no i, l, o, u) of 122 random bits: nobody guesses one, and people can read it out.
CREATE FUNCTION public.generate_unique_recipient_url() RETURNS varchar
LANGUAGE sql VOLATILE SET search_path = ''
AS $$
  WITH random AS MATERIALIZED (
    SELECT ('x' || replace(gen_random_uuid()::text, '-', ''))::bit(128) || B'00' AS bits
  )
  SELECT string_agg(
    substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + substring(bits FROM 5 * i + 1 FOR 5)::bit(5)::integer, 1), '' ORDER BY i
  )
  FROM random, generate_series(0, 25) AS i
$$;
