/** Where rows are kept that production does not take, and values that it has no field for. In no plan. */
export const quarantineSchema = "schema_quarantine";
