/** Row level security. Its lines are put together as a whole, not compared one by one. */
export const access = {
  code: "access",
  summary:
    "Lines add up: what one module allows is allowed. What the business model does not allow is reported.",
};
