import type { Node } from "./parse.ts";

/** What the loader has to know of a statement; read from its tree. */
export interface Facts {
  /** The kind of its tree: `CreateStmt`, `GrantStmt`, … */
  readonly kind: string;
  /** Names, without their schema, of what it makes or gives another shape. */
  readonly names: readonly string[];
  /** It takes something away or renames it: never to be put off until a later statement has made that. */
  readonly removes: boolean;
  /** It reads or writes rows: keeps its place among its like. */
  readonly data: boolean;
  /** It acts on whatever exists by then. */
  readonly sweeps: boolean;
  /** Roles that it needs. */
  readonly roles: readonly string[];
}

type KindOf<N> = N extends N ? keyof N & string : never;
export type NodeKind = KindOf<Node>;
export type Tree<K extends NodeKind> =
  Extract<Node, { readonly [P in K]: unknown }> extends {
    readonly [P in K]: infer Body;
  }
    ? Body
    : never;

export function factsOf(node: Node): Facts {
  const kind = kindOf(node);
  return {
    kind,
    names: [...new Set(namesOf(node))],
    removes: removes(node),
    data: dataKinds.has(kind),
    sweeps: sweeps(node),
    roles: kind === "DropRoleStmt" ? [] : [...new Set(rolesOf(node))],
  };
}

export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? "";
}

type Names = readonly (string | undefined)[];
type Naming = { readonly [K in NodeKind]?: (tree: Tree<K>) => Names };

/** Per kind of statement, what it makes or gives another shape. A kind that is missing here costs retries, no more. */
const naming: Naming = {
  CreateStmt: ({ relation }) => [relation?.relname],
  CreateForeignTableStmt: ({ base }) => [base?.relation?.relname],
  CreateTableAsStmt: ({ into }) => [into?.rel?.relname],
  ViewStmt: ({ view }) => [view?.relname],
  IndexStmt: ({ idxname, relation, unique }) => [idxname, ...(unique ? [relation?.relname] : [])],
  CreateSeqStmt: ({ sequence }) => [sequence?.relname],
  AlterSeqStmt: ({ sequence }) => [sequence?.relname],
  CreateSchemaStmt: ({ schemaname, authrole, schemaElts }) => [
    schemaname ?? authrole?.rolename,
    ...(schemaElts ?? []).flatMap(namesOf),
  ],
  CreateExtensionStmt: ({ extname }) => [extname],
  CreateRoleStmt: ({ role }) => [role],
  CreateEnumStmt: ({ typeName }) => [last(typeName)],
  AlterEnumStmt: ({ typeName, newVal }) => [last(typeName), newVal],
  CompositeTypeStmt: ({ typevar }) => [typevar?.relname],
  CreateRangeStmt: ({ typeName }) => [last(typeName)],
  CreateDomainStmt: ({ domainname }) => [last(domainname)],
  AlterDomainStmt: ({ typeName }) => [last(typeName)],
  DefineStmt: ({ defnames }) => [last(defnames)],
  CreateFunctionStmt: ({ funcname }) => [last(funcname)],
  AlterFunctionStmt: ({ func }) => [last(func?.objname)],
  CreateTrigStmt: ({ trigname }) => [trigname],
  CreateEventTrigStmt: ({ trigname }) => [trigname],
  CreatePolicyStmt: ({ policy_name }) => [policy_name],
  RuleStmt: ({ rulename }) => [rulename],
  CreatePublicationStmt: ({ pubname }) => [pubname],
  CreateSubscriptionStmt: ({ subname }) => [subname],
  CreateFdwStmt: ({ fdwname }) => [fdwname],
  CreateForeignServerStmt: ({ servername }) => [servername],
  CreatePLangStmt: ({ plname }) => [plname],
  CreateAmStmt: ({ amname }) => [amname],
  CreateStatsStmt: ({ defnames }) => [last(defnames)],
  CreateConversionStmt: ({ conversion_name }) => [last(conversion_name)],
  CreateOpClassStmt: ({ opclassname }) => [last(opclassname)],
  CreateOpFamilyStmt: ({ opfamilyname }) => [last(opfamilyname)],
  AlterOpFamilyStmt: ({ opfamilyname }) => [last(opfamilyname)],
  AlterTableStmt: ({ relation, cmds }) => alteredNames(relation?.relname, cmds ?? []),
  AlterObjectSchemaStmt: ({ relation, object }) => [relation?.relname, objectName(object)],
  RenameStmt: ({ relation, object, subname, newname }) => [
    relation?.relname,
    objectName(object),
    subname,
    newname,
  ],
  DropStmt: ({ objects }) => (objects ?? []).map(objectName),
  DropRoleStmt: ({ roles }) => (roles ?? []).flatMap(rolesOf),
};

function namesOf(node: Node): readonly string[] {
  const [kind, tree] = Object.entries(node)[0] ?? [];
  // The table pairs each kind with the type of its own tree, which TypeScript cannot follow through a lookup.
  const read = naming[kind as NodeKind] as ((tree: unknown) => Names) | undefined;
  return (read?.(tree) ?? []).filter((name) => name !== undefined);
}

/** A table that only gets a foreign key, a check, an owner … looks the same to those who use it. */
function alteredNames(table: string | undefined, commands: readonly Node[]): Names {
  return commands.flatMap((node) => {
    if (!("AlterTableCmd" in node)) return [];
    const { subtype = "", name, def } = node.AlterTableCmd;
    if (def !== undefined && "Constraint" in def) {
      const { contype, conname } = def.Constraint;
      return contype === "CONSTR_FOREIGN" || contype === "CONSTR_CHECK" ? [conname] : [conname, table];
    }
    if (def !== undefined && "ColumnDef" in def) return [table, def.ColumnDef.colname ?? name];
    return shapeless.has(subtype) ? [] : [table, name];
  });
}

const shapeless: ReadonlySet<string> = new Set([
  "AT_ChangeOwner",
  "AT_EnableRowSecurity",
  "AT_DisableRowSecurity",
  "AT_ForceRowSecurity",
  "AT_NoForceRowSecurity",
  "AT_ReplicaIdentity",
  "AT_SetRelOptions",
  "AT_ClusterOn",
  "AT_ValidateConstraint",
]);

/** The last name of what a DROP, RENAME or SET SCHEMA is about. */
function objectName(object: Node | undefined): string | undefined {
  if (object === undefined) return undefined;
  if ("List" in object) return last(object.List.items);
  if ("ObjectWithArgs" in object) return last(object.ObjectWithArgs.objname);
  if ("TypeName" in object) return last(object.TypeName.names);
  return last([object]);
}

function last(names: readonly Node[] | undefined): string | undefined {
  const node = names?.at(-1);
  return node !== undefined && "String" in node ? node.String.sval : undefined;
}

const dataKinds: ReadonlySet<string> = new Set([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "TruncateStmt",
  "CreateTableAsStmt",
  "RefreshMatViewStmt",
  "DoStmt",
  "CallStmt",
  "PrepareStmt",
  "ExecuteStmt",
  "DeallocateStmt",
  "ConstraintsSetStmt",
]);

const removingKinds: ReadonlySet<string> = new Set([
  "DropStmt",
  "DropRoleStmt",
  "DropOwnedStmt",
  "DropUserMappingStmt",
  "DropSubscriptionStmt",
  "RenameStmt",
  "AlterObjectSchemaStmt",
]);

function removes(node: Node): boolean {
  if (removingKinds.has(kindOf(node))) return true;
  if (!("AlterTableStmt" in node)) return false;
  return (node.AlterTableStmt.cmds ?? []).some(
    (command) =>
      "AlterTableCmd" in command &&
      /^AT_(DropColumn|DropConstraint|DropInherit|DetachPartition)$/.test(
        command.AlterTableCmd.subtype ?? "",
      ),
  );
}

function sweeps(node: Node): boolean {
  if ("GrantStmt" in node) return node.GrantStmt.targtype === "ACL_TARGET_ALL_IN_SCHEMA";
  return [
    "AlterDefaultPrivilegesStmt",
    "ReassignOwnedStmt",
    "DropOwnedStmt",
    "CreateEventTrigStmt",
    "ImportForeignSchemaStmt",
  ].includes(kindOf(node));
}

/** The roles that a tree speaks of by name, at any depth. */
function rolesOf(tree: unknown): readonly string[] {
  if (tree === null || typeof tree !== "object") return [];
  if (Array.isArray(tree)) return tree.flatMap(rolesOf);
  const own =
    "rolename" in tree && "roletype" in tree && tree.roletype === "ROLESPEC_CSTRING"
      ? [String(tree.rolename)]
      : [];
  const granted =
    "GrantRoleStmt" in tree
      ? grantedRoles((tree as { GrantRoleStmt: Tree<"GrantRoleStmt"> }).GrantRoleStmt)
      : [];
  return [...own, ...granted, ...Object.values(tree).flatMap(rolesOf)];
}

function grantedRoles({ granted_roles }: Tree<"GrantRoleStmt">): readonly string[] {
  return (granted_roles ?? []).flatMap((node) =>
    "AccessPriv" in node && node.AccessPriv.priv_name !== undefined ? [node.AccessPriv.priv_name] : [],
  );
}
