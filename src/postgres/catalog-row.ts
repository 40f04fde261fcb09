/** What a kind's query tells of an object. */
export interface Row {
  readonly classid: number;
  readonly objid: number;
  readonly objsubid: number;
  /** Of what stands on a column: its name. */
  readonly onColumn?: string;
  /** Of what stands on something that is read as no object, as a member of an extension: kind and path. */
  readonly onMember?: readonly string[];
  readonly path: readonly string[];
  readonly definition: Readonly<Record<string, unknown>>;
}
