-- iteration: 0002_durations
-- parent: 9b8de4addc1f7d4469c768eadfeab70f5d53ac0b6c1d2a74191b9b868b16b221
-- hash: b9075b19563a596cce3ba35ea133fd3f25b4c5b14d84e8f2c591d6092d6ebadc

-- deletes-data: All values of services.duration_minutes are lost.
ALTER TABLE public.services DROP COLUMN duration_minutes;
