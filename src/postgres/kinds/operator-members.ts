/**
 * SQL for the operators and functions that belong to an operator class or family itself (`catalog`, `oid`), as a list of
 * the slot that each fills and what it is: `OPERATOR 1 (integer, bigint)`, `OPERATOR 1 <(integer,bigint)`.
 */
export function operatorMembers(catalog: string, oid: string): string {
  return `(SELECT coalesce(json_agg(json_build_object('slot', slot, 'is', definition) ORDER BY slot, definition), '[]') FROM (
    SELECT format('OPERATOR %s (%s, %s)', m.amopstrategy, ${types("m.amop")}) AS slot,
      format('OPERATOR %s %s%s', m.amopstrategy, m.amopopr::regoperator, CASE WHEN m.amoppurpose = 'o' THEN
        (SELECT format(' FOR ORDER BY %I.%I', fn.nspname, f.opfname) FROM pg_opfamily AS f
          JOIN pg_namespace AS fn ON fn.oid = f.opfnamespace WHERE f.oid = m.amopsortfamily) END) AS definition
    FROM pg_amop AS m WHERE ${belongs("pg_amop")}
    UNION ALL
    SELECT format('FUNCTION %s (%s, %s)', m.amprocnum, ${types("m.amproc")}),
      format('FUNCTION %s (%s, %s) %s', m.amprocnum, ${types("m.amproc")}, m.amproc::regprocedure)
    FROM pg_amproc AS m WHERE ${belongs("pg_amproc")}) AS member)`;

  function belongs(members: string): string {
    return `EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = '${members}'::regclass AND d.objid = m.oid
      AND d.refclassid = '${catalog}'::regclass AND d.refobjid = ${oid})`;
  }
}

function types(prefix: string): string {
  return `format_type(${prefix}lefttype, NULL), format_type(${prefix}righttype, NULL)`;
}
