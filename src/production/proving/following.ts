import type { Entity } from "../../model/model.ts";
import { type Reference, referringTo } from "../references.ts";
import { followedReferences } from "../rules/live-references.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";
import type { TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** The rows that go when these rows of an entity are deleted: they, and what refers to a row that goes by a relation that says cascade. */
export function goneWith(stage: Stage, entity: Entity, rows: readonly TextRow[]): ReadonlySet<TextRow> {
  const gone = new Set<TextRow>();
  const waiting = rows.map((row) => ({ entity, row }));
  for (const { entity: parent, row } of waiting) {
    const isMarked = deletesSoftly(parent, stage.context) && row.get(systemFields.deletedAt);
    if (isMarked || gone.has(row)) continue;
    gone.add(row);
    for (const { child, relation } of cascades(parent, stage)) {
      const refers = (other: TextRow) =>
        relation.columns.every((column, i) => other.get(column) === row.get(relation.references[i] ?? ""));
      const followers = stage.rows.get(child.name)?.existing.filter(refers) ?? [];
      waiting.push(...followers.map((follower) => ({ entity: child, row: follower })));
    }
  }
  return gone;
}

function cascades(parent: Entity, { context }: Stage): readonly Reference[] {
  const references = deletesSoftly(parent, context)
    ? followedReferences(parent, context)
    : referringTo(parent, context).filter(({ child }) => context.isOn("foreign-keys", child));
  return references.filter(({ relation }) => relation.onDelete === "cascade");
}
