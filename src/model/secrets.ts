const sqlLiteral = String.raw`(?:E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*')`;

/** Clauses of SQL whose literals are passwords, or may be. */
const secretClauses = new RegExp(
  String.raw`\bOPTIONS\s*\((?:${sqlLiteral}|[^'()])*|\b(?:PASSWORD|CONNECTION)\s+${sqlLiteral}`,
  "gis",
);

/** SQL in which what may be a password is hidden under stars; every other character stays where it was. */
export function hideSecrets(sql: string): string {
  return sql.replaceAll(secretClauses, (clause) =>
    clause.replaceAll(new RegExp(sqlLiteral, "gis"), (text) => text.replaceAll(/[^'\n\r]/g, "*")),
  );
}
