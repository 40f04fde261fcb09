import { testCases } from "./cases.ts";

testCases("supabase");
