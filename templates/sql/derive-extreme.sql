CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  change record;
BEGIN
  IF tg_op = 'TRUNCATE' THEN
    UPDATE {{parent}} SET {{column}} = NULL WHERE {{column}} IS NOT NULL;
  ELSIF tg_op = 'INSERT' THEN{{lock parents of new_rows}}
    FOR change IN
      SELECT DISTINCT {{columns}} FROM new_rows WHERE {{live}} AND {{some parent}} ORDER BY {{columns}}
    LOOP
      -- First the lock, then a look: what others committed meanwhile is seen.
      PERFORM FROM {{parent}} parent WHERE {{this parent}} FOR NO KEY UPDATE;
      UPDATE {{parent}} parent
      SET {{column}} = (SELECT {{aggregate}} FROM {{child}} child WHERE {{this child}} AND {{live}})
      WHERE {{this parent}};
    END LOOP;
  ELSIF tg_op = 'DELETE' THEN{{lock parents of old_rows}}
    FOR change IN
      SELECT DISTINCT {{columns}} FROM old_rows WHERE {{live}} AND {{some parent}} ORDER BY {{columns}}
    LOOP
      -- First the lock, then a look: what others committed meanwhile is seen.
      PERFORM FROM {{parent}} parent WHERE {{this parent}} FOR NO KEY UPDATE;
      UPDATE {{parent}} parent
      SET {{column}} = (SELECT {{aggregate}} FROM {{child}} child WHERE {{this child}} AND {{live}})
      WHERE {{this parent}};
    END LOOP;
  ELSE{{lock parents of both}}
    FOR change IN
      WITH before AS (SELECT {{columns}}, {{value}} AS amount FROM old_rows WHERE {{live}} AND {{some parent}}),
      after AS (SELECT {{columns}}, {{value}} AS amount FROM new_rows WHERE {{live}} AND {{some parent}}),
      differing AS (
        (SELECT * FROM before EXCEPT ALL SELECT * FROM after) UNION ALL (SELECT * FROM after EXCEPT ALL SELECT * FROM before)
      )
      SELECT DISTINCT {{columns}} FROM differing ORDER BY {{columns}}
    LOOP
      -- First the lock, then a look: what others committed meanwhile is seen.
      PERFORM FROM {{parent}} parent WHERE {{this parent}} FOR NO KEY UPDATE;
      UPDATE {{parent}} parent
      SET {{column}} = (SELECT {{aggregate}} FROM {{child}} child WHERE {{this child}} AND {{live}})
      WHERE {{this parent}};
    END LOOP;
  END IF;
  RETURN NULL;
END
$body$
