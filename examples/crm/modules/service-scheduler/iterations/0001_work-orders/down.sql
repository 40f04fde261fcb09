-- iteration: 0001_work-orders
-- parent: none
-- hash: 9b8de4addc1f7d4469c768eadfeab70f5d53ac0b6c1d2a74191b9b868b16b221

-- deletes-data: All rows of work_orders are lost.
-- deletes-data: All rows of locations are lost.
-- deletes-data: All rows of accounts are lost.
-- deletes-data: All rows of services are lost.
-- deletes-data: All rows of users are lost.
DROP TABLE public.work_orders;

DROP TABLE public.locations;

DROP TABLE public.accounts;

DROP TABLE public.services;

DROP TABLE public.users;
