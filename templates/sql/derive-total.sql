CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  change record;
BEGIN
  IF tg_op = 'TRUNCATE' THEN
    UPDATE {{parent}} SET {{column}} = 0 WHERE {{column}} <> 0;
  ELSIF tg_op = 'INSERT' THEN{{lock parents of new_rows}}
    FOR change IN
      SELECT {{columns}}, sum({{value}}) AS amount FROM new_rows WHERE {{live}} AND {{some parent}}
      GROUP BY {{columns}} ORDER BY {{columns}}
    LOOP
      UPDATE {{parent}} parent SET {{column}} = parent.{{column}} + change.amount
      WHERE {{this parent}} AND change.amount <> 0;
    END LOOP;
  ELSIF tg_op = 'DELETE' THEN{{lock parents of old_rows}}
    FOR change IN
      SELECT {{columns}}, sum({{value}}) AS amount FROM old_rows WHERE {{live}} AND {{some parent}}
      GROUP BY {{columns}} ORDER BY {{columns}}
    LOOP
      UPDATE {{parent}} parent SET {{column}} = parent.{{column}} - change.amount
      WHERE {{this parent}} AND change.amount <> 0;
    END LOOP;
  ELSE{{lock parents of both}}
    FOR change IN
      SELECT {{columns}}, sum(amount) AS amount
      FROM (
        SELECT {{columns}}, {{value}} AS amount FROM new_rows WHERE {{live}} AND {{some parent}}
        UNION ALL
        SELECT {{columns}}, - {{value}} FROM old_rows WHERE {{live}} AND {{some parent}}
      ) AS both_sides
      GROUP BY {{columns}} HAVING sum(amount) <> 0 ORDER BY {{columns}}
    LOOP
      UPDATE {{parent}} parent SET {{column}} = parent.{{column}} + change.amount
      WHERE {{this parent}};
    END LOOP;
  END IF;
  RETURN NULL;
END
$body$
