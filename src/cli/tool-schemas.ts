import { quarantineSchema } from "../production/carrying/quarantine.ts";
import { historySchema } from "../prototype/history.ts";

/** Schemas that the toolkit keeps in databases for itself: part of no plan. */
export const toolSchemas: readonly string[] = [historySchema, quarantineSchema];
