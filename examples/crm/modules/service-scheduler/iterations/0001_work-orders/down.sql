-- iteration: 0001_work-orders
-- parent: none
-- hash: f195504efdd808e9460f054b4fa3b2f44076502d828ba580c149ea27ea824841

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
