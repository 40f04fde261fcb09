/** The same texts in the same order. */
export function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((text, index) => text === b[index]));
}

export function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error("an empty list has no first element");
  return first;
}

/** The first by alphabet of what is shown; the first of equals. */
export function leastBy<T>(list: readonly T[], show: (item: T) => string): T {
  let least = firstOf(list);
  let text = list.length === 1 ? "" : show(least);
  for (const item of list) {
    const other = item === least ? text : show(item);
    if (other < text) [least, text] = [item, other];
  }
  return least;
}

/** Groups in the order of their first members. */
export function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Parts of all by name, in the order in which they are first named. */
export function byName<Whole, Part extends { readonly name: string }>(
  wholes: readonly Whole[],
  partsOf: (whole: Whole) => readonly Part[],
): ReadonlyMap<string, readonly Part[]> {
  const groups = new Map<string, Part[]>();
  for (const whole of wholes) {
    for (const part of partsOf(whole)) {
      const group = groups.get(part.name);
      if (group === undefined) groups.set(part.name, [part]);
      else group.push(part);
    }
  }
  return groups;
}

/** Makes each answer once: modules repeat each other's words. */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = make(text);
    answers.set(text, answer);
    return answer;
  };
}
