import { testCases } from "./cases.ts";

testCases("postgres");
