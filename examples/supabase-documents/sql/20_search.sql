-- flag: vectors
-- The passages nearest to a question, among those that the caller may read.
CREATE FUNCTION public.match_chunks(query vector(1536), match_count integer DEFAULT 5, threshold float8 DEFAULT 0)
RETURNS TABLE (chunk_id uuid, content text, similarity float8)
LANGUAGE sql STABLE SET search_path = public, extensions
AS $$
  SELECT chunks.id, chunks.content, 1 - (embeddings.vector <=> query)
  FROM public.embeddings
  JOIN public.chunks ON chunks.id = embeddings.chunk_id
  WHERE 1 - (embeddings.vector <=> query) >= threshold
  ORDER BY embeddings.vector <=> query
  LIMIT match_count
$$;
REVOKE ALL ON FUNCTION public.match_chunks(vector, integer, float8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.match_chunks(vector, integer, float8) TO authenticated;
