import type { KindName } from "../definitions.ts";
import { accessMethod } from "./access-method.ts";
import { aggregate } from "./aggregate.ts";
import { cast } from "./cast.ts";
import { clustering } from "./clustering.ts";
import { collation } from "./collation.ts";
import { column } from "./column.ts";
import { columnOptions } from "./column-options.ts";
import { columnSettings } from "./column-settings.ts";
import { comment } from "./comment.ts";
import { compositeType } from "./composite-type.ts";
import { constraint } from "./constraint.ts";
import { conversion } from "./conversion.ts";
import { defaultPrivilege } from "./default-privilege.ts";
import { domain } from "./domain.ts";
import { enumType } from "./enum.ts";
import { eventTrigger } from "./event-trigger.ts";
import { extension } from "./extension.ts";
import { foreignDataWrapper } from "./foreign-data-wrapper.ts";
import { foreignServer } from "./foreign-server.ts";
import { grant } from "./grant.ts";
import { inheritance } from "./inheritance.ts";
import type { Kind } from "./kind.ts";
import { language } from "./language.ts";
import { materializedView } from "./materialized-view.ts";
import { membership } from "./membership.ts";
import { operator } from "./operator.ts";
import { operatorClass } from "./operator-class.ts";
import { operatorFamily } from "./operator-family.ts";
import { owner } from "./owner.ts";
import { partitionBound } from "./partition-bound.ts";
import { policy } from "./policy.ts";
import { publication } from "./publication.ts";
import { publicationSchema, publicationTable } from "./publication-member.ts";
import { rangeType } from "./range-type.ts";
import { replicaIdentity } from "./replica-identity.ts";
import { role } from "./role.ts";
import { routine } from "./routine.ts";
import { rule } from "./rule.ts";
import { schema } from "./schema.ts";
import { sequence } from "./sequence.ts";
import { sequenceOwner } from "./sequence-owner.ts";
import { statistics } from "./statistics.ts";
import { subscription } from "./subscription.ts";
import { table } from "./table.ts";
import { index } from "./table-index.ts";
import { textSearchConfiguration } from "./text-search-configuration.ts";
import { textSearchDictionary } from "./text-search-dictionary.ts";
import { textSearchParser, textSearchTemplate } from "./text-search-functions.ts";
import { transform } from "./transform.ts";
import { trigger } from "./trigger.ts";
import { triggerState } from "./trigger-state.ts";
import { typedTable } from "./typed-table.ts";
import { userMapping } from "./user-mapping.ts";
import { view } from "./view.ts";
import { viewColumnDefault } from "./view-column-default.ts";

/** Every kind, in the order in which a plan creates them where nothing else decides. */
export const kinds: { readonly [K in KindName]: Kind<K> } = {
  schema,
  extension,
  role,
  membership,
  "default privilege": defaultPrivilege,
  collation,
  language,
  "access method": accessMethod,
  "text search parser": textSearchParser,
  "text search template": textSearchTemplate,
  "text search dictionary": textSearchDictionary,
  "text search configuration": textSearchConfiguration,
  enum: enumType,
  domain,
  "composite type": compositeType,
  "range type": rangeType,
  sequence,
  "foreign data wrapper": foreignDataWrapper,
  "foreign server": foreignServer,
  "user mapping": userMapping,
  table,
  "partition bound": partitionBound,
  inheritance,
  "typed table": typedTable,
  column,
  "column options": columnOptions,
  "sequence owner": sequenceOwner,
  constraint,
  index,
  "replica identity": replicaIdentity,
  statistics,
  view,
  "view column default": viewColumnDefault,
  "materialized view": materializedView,
  "column settings": columnSettings,
  clustering,
  function: routine,
  aggregate,
  cast,
  transform,
  conversion,
  operator,
  "operator family": operatorFamily,
  "operator class": operatorClass,
  rule,
  trigger,
  "trigger state": triggerState,
  policy,
  publication,
  "publication schema": publicationSchema,
  "publication table": publicationTable,
  subscription,
  owner,
  grant,
  comment,
  "event trigger": eventTrigger,
};

// The keys of a record typed over all kinds are all kinds.
export const kindNames = Object.keys(kinds) as readonly KindName[];

/** The kind of an object, to be used with that object: TypeScript cannot tie the two in a record. */
export function kindOf(object: { readonly kind: KindName }): Kind<KindName> {
  return kinds[object.kind] as unknown as Kind<KindName>;
}
