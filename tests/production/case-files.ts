/**
 * The files of a project of these entities; the config goes on after its name, and with what stands above them as
 * `# config: …`, which may name another platform.
 */
export function caseFiles(
  entities: string,
  config = "platform: postgres\npostgres: 15\n",
): ReadonlyMap<string, string> {
  const own = [...entities.matchAll(/^# config: (.*\n)/gm)].map(([, line = ""]) => line).join("");
  const rest = /^platform:/m.test(own) ? config.replace(/^platform:.*\n/m, "") : config;
  return new Map([
    ["schema.config.yaml", `name: test\n${rest}${own}`],
    ["entities/all.yaml", entities],
  ]);
}
