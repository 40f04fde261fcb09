-- iteration: 0002_durations
-- parent: f195504efdd808e9460f054b4fa3b2f44076502d828ba580c149ea27ea824841
-- hash: aa85567395f46e6d8f106e559eb26bbfb79ff60b911897014ef81c410090edfc

-- deletes-data: All values of services.duration_minutes are lost.
ALTER TABLE public.services DROP COLUMN duration_minutes;
