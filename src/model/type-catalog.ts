/** What may stand in the parentheses after a type's name. */
export interface ParameterRule {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  readonly required?: boolean | undefined;
}

/** A type that PostgreSQL or a well-known extension brings. */
export interface TypeEntry {
  /** Canonical spelling; also valid SQL. */
  readonly name: string;
  readonly parameters: readonly ParameterRule[] | "geometry";
  /** The extension that brings it. */
  readonly extension?: string | undefined;
}

const length = (max: number): ParameterRule[] => [{ what: "length", min: 1, max }];
const precision: readonly ParameterRule[] = [{ what: "precision", min: 0, max: 6 }];
const dimensions = (max: number): ParameterRule[] => [{ what: "number of dimensions", min: 1, max }];

/** @see https://www.postgresql.org/docs/current/datatype.html for names, aliases and limits. */
const withParameters: readonly (readonly [TypeEntry, aliases: readonly string[]])[] = [
  [
    {
      name: "numeric",
      parameters: [
        { what: "precision", min: 1, max: 1000 },
        { what: "scale", min: -1000, max: 1000 },
      ],
    },
    ["decimal", "dec"],
  ],
  [
    { name: "varchar", parameters: length(10_485_760) },
    [
      "character varying",
      "char varying",
      "national character varying",
      "national char varying",
      "nchar varying",
    ],
  ],
  [
    { name: "char", parameters: length(10_485_760) },
    ["character", "national character", "national char", "nchar"],
  ],
  [{ name: "bpchar", parameters: length(10_485_760) }, []],
  [{ name: "bit", parameters: length(83_886_080) }, []],
  [{ name: "varbit", parameters: length(83_886_080) }, ["bit varying"]],
  [{ name: "timestamptz", parameters: precision }, ["timestamp with time zone"]],
  [{ name: "timestamp", parameters: precision }, ["timestamp without time zone"]],
  [{ name: "timetz", parameters: precision }, ["time with time zone"]],
  [{ name: "time", parameters: precision }, ["time without time zone"]],
  [{ name: "interval", parameters: precision }, []],
  [{ name: "vector", parameters: dimensions(16_000), extension: "vector" }, []],
  [{ name: "halfvec", parameters: dimensions(16_000), extension: "vector" }, []],
  [{ name: "sparsevec", parameters: dimensions(1_000_000_000), extension: "vector" }, []],
  [{ name: "geometry", parameters: "geometry", extension: "postgis" }, []],
  [{ name: "geography", parameters: "geometry", extension: "postgis" }, []],
];

const plain: Readonly<Record<string, readonly string[]>> = {
  smallint: ["int2"],
  integer: ["int", "int4"],
  bigint: ["int8"],
  real: ["float4"],
  "double precision": ["float8"],
  boolean: ["bool"],
};

const plainNames = `
  money text bytea date uuid xml json jsonb jsonpath name "char"
  point line lseg box path polygon circle cidr inet macaddr macaddr8 tsvector tsquery
  int4range int8range numrange tsrange tstzrange daterange
  int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange
  oid regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype
  pg_lsn pg_snapshot txid_snapshot xid xid8 cid tid int2vector oidvector aclitem refcursor gtsvector
  pg_node_tree pg_ndistinct pg_dependencies pg_mcv_list pg_brin_bloom_summary pg_brin_minmax_multi_summary`;

const extensionTypes: Readonly<Record<string, string>> = {
  citext: "citext",
  hstore: "hstore",
  ltree: "ltree lquery ltxtquery",
  cube: "cube",
  seg: "seg",
  isn: "ean13 isbn isbn13 ismn ismn13 issn issn13 upc",
  intarray: "query_int",
  postgis: "box2d box3d raster",
};

const intervalFields = [
  ..."year month day hour minute second".split(" "),
  "year to month",
  "day to hour",
  "day to minute",
  "day to second",
  "hour to minute",
  "hour to second",
  "minute to second",
];

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function* allTypes(): Generator<readonly [spelling: string, TypeEntry]> {
  for (const [entry, aliases] of withParameters) {
    for (const spelling of [entry.name, ...aliases]) yield [spelling, entry];
  }
  for (const [name, aliases] of Object.entries(plain)) {
    for (const spelling of [name, ...aliases]) yield [spelling, { name, parameters: [] }];
  }
  for (const name of words(plainNames)) yield [name, { name, parameters: [] }];
  for (const fields of intervalFields) {
    const name = `interval ${fields}`;
    yield [name, { name, parameters: fields.endsWith("second") ? precision : [] }];
  }
  for (const [extension, names] of Object.entries(extensionTypes)) {
    for (const name of words(names)) yield [name, { name, parameters: [], extension }];
  }
}

/** Every type by each of its spellings, in lower case. */
export const typeCatalog: ReadonlyMap<string, TypeEntry> = new Map(allTypes());

/** Beginnings of types of several words: `double`, `interval day to`. */
export const typeBeginnings: ReadonlySet<string> = new Set(
  [...typeCatalog.keys()].flatMap((spelling) => {
    const parts = spelling.split(" ");
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(" "));
  }),
);

/** Types of other languages and databases, and what to write for them. */
export const foreignTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    array: "text[]",
    bigserial: "{ type: bigint, identity: by default }",
    binary: "bytea",
    blob: "bytea",
    clob: "text",
    datetime: "timestamptz",
    double: "double precision",
    guid: "uuid",
    long: "bigint",
    longtext: "text",
    mediumint: "integer",
    mediumtext: "text",
    number: "numeric",
    nvarchar: "varchar",
    object: "jsonb",
    serial: "{ type: integer, identity: by default }",
    serial4: "{ type: integer, identity: by default }",
    serial8: "{ type: bigint, identity: by default }",
    smallserial: "{ type: smallint, identity: by default }",
    str: "text",
    string: "text",
    tinyint: "smallint",
    tinytext: "text",
    varbinary: "bytea",
    varchar2: "varchar",
  }),
);

/** Types that functions may have and columns may not. */
export const pseudoTypes: ReadonlySet<string> = new Set(
  words(`any anyelement anyarray anynonarray anyenum anyrange anymultirange anycompatible cstring internal
    language_handler fdw_handler table_am_handler tsm_handler index_am_handler record trigger event_trigger
    pg_ddl_command void unknown`),
);
