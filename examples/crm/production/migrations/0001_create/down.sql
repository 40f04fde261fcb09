-- iteration: 0001_create
-- parent: none
-- hash: 6cb819a63f30a12ba4cfdd5188ab96448d7df35ad3635c0352036b35106cdcca

-- phase: contract

-- changes-access: What authenticated may do on public changes.
REVOKE USAGE ON SCHEMA public FROM authenticated;

-- changes-access: What deletion may do on public changes.
REVOKE USAGE ON SCHEMA public FROM deletion;

-- changes-access: What retention may do on public changes.
REVOKE USAGE ON SCHEMA public FROM retention;

-- breaks-clients: public.clean_accounts(integer) is gone.
DROP FUNCTION public.clean_accounts(integer);

-- breaks-clients: public.restore_accounts(uuid) is gone.
DROP FUNCTION public.restore_accounts(uuid);

-- breaks-clients: public.restore_contacts(uuid) is gone.
DROP FUNCTION public.restore_contacts(uuid);

-- breaks-clients: public.restore_locations(uuid) is gone.
DROP FUNCTION public.restore_locations(uuid);

-- breaks-clients: public.restore_services(uuid) is gone.
DROP FUNCTION public.restore_services(uuid);

-- breaks-clients: public.restore_territories(uuid) is gone.
DROP FUNCTION public.restore_territories(uuid);

-- breaks-clients: public.restore_work_orders(uuid) is gone.
DROP FUNCTION public.restore_work_orders(uuid);

-- breaks-clients: View accounts_live is gone.
DROP VIEW public.accounts_live;

-- breaks-clients: View contacts_live is gone.
DROP VIEW public.contacts_live;

-- breaks-clients: View locations_live is gone.
DROP VIEW public.locations_live;

-- breaks-clients: View services_live is gone.
DROP VIEW public.services_live;

-- breaks-clients: View territories_live is gone.
DROP VIEW public.territories_live;

-- breaks-clients: View work_orders_live is gone.
DROP VIEW public.work_orders_live;

-- deletes-data: All rows of audit.log are lost.
DROP TABLE audit.log;

-- breaks-clients: audit.refuse_change() is gone.
DROP FUNCTION audit.refuse_change();

-- deletes-data: All rows of contacts are lost.
DROP TABLE public.contacts;

-- breaks-clients: audit.log_contacts() is gone.
DROP FUNCTION audit.log_contacts();

-- breaks-clients: deletion.refer_contacts_account() is gone.
DROP FUNCTION deletion.refer_contacts_account();

-- breaks-clients: public.soft_delete_contacts() is gone.
DROP FUNCTION public.soft_delete_contacts();

-- deletes-data: How far accounts_account_number_code_seq has counted is lost.
DROP SEQUENCE public.accounts_account_number_code_seq;

-- deletes-data: How far work_orders_number_code_seq has counted is lost.
DROP SEQUENCE public.work_orders_number_code_seq;

-- deletes-data: All rows of work_orders are lost.
DROP TABLE public.work_orders;

-- breaks-clients: audit.log_work_orders() is gone.
DROP FUNCTION audit.log_work_orders();

-- breaks-clients: deletion.refer_work_orders_account() is gone.
DROP FUNCTION deletion.refer_work_orders_account();

-- breaks-clients: deletion.refer_work_orders_location() is gone.
DROP FUNCTION deletion.refer_work_orders_location();

-- breaks-clients: deletion.refer_work_orders_service() is gone.
DROP FUNCTION deletion.refer_work_orders_service();

-- breaks-clients: public.make_work_orders_number() is gone.
DROP FUNCTION public.make_work_orders_number();

-- breaks-clients: public.refuse_state() is gone.
DROP FUNCTION public.refuse_state();

-- breaks-clients: public.soft_delete_work_orders() is gone.
DROP FUNCTION public.soft_delete_work_orders();

-- deletes-data: All rows of locations are lost.
DROP TABLE public.locations;

-- breaks-clients: audit.log_locations() is gone.
DROP FUNCTION audit.log_locations();

-- breaks-clients: deletion.follow_locations() is gone.
DROP FUNCTION deletion.follow_locations();

-- breaks-clients: deletion.refer_locations_account() is gone.
DROP FUNCTION deletion.refer_locations_account();

-- breaks-clients: deletion.refer_locations_territory() is gone.
DROP FUNCTION deletion.refer_locations_territory();

-- breaks-clients: public.soft_delete_locations() is gone.
DROP FUNCTION public.soft_delete_locations();

-- deletes-data: All rows of accounts are lost.
DROP TABLE public.accounts;

-- breaks-clients: audit.log_accounts() is gone.
DROP FUNCTION audit.log_accounts();

-- breaks-clients: deletion.follow_accounts() is gone.
DROP FUNCTION deletion.follow_accounts();

-- breaks-clients: deletion.refer_accounts_parent_account() is gone.
DROP FUNCTION deletion.refer_accounts_parent_account();

-- breaks-clients: deletion.refer_accounts_territory() is gone.
DROP FUNCTION deletion.refer_accounts_territory();

-- breaks-clients: public.make_accounts_account_number() is gone.
DROP FUNCTION public.make_accounts_account_number();

-- breaks-clients: public.soft_delete_accounts() is gone.
DROP FUNCTION public.soft_delete_accounts();

-- deletes-data: All rows of services are lost.
DROP TABLE public.services;

-- breaks-clients: audit.log_services() is gone.
DROP FUNCTION audit.log_services();

-- breaks-clients: deletion.follow_services() is gone.
DROP FUNCTION deletion.follow_services();

-- breaks-clients: public.soft_delete_services() is gone.
DROP FUNCTION public.soft_delete_services();

-- deletes-data: All rows of territories are lost.
DROP TABLE public.territories;

-- breaks-clients: audit.log_territories() is gone.
DROP FUNCTION audit.log_territories();

-- breaks-clients: deletion.follow_now() is gone.
DROP FUNCTION deletion.follow_now();

-- breaks-clients: deletion.follow_territories() is gone.
DROP FUNCTION deletion.follow_territories();

-- breaks-clients: public.guard_deleted_at() is gone.
DROP FUNCTION public.guard_deleted_at();

-- breaks-clients: public.soft_delete_territories() is gone.
DROP FUNCTION public.soft_delete_territories();

-- breaks-clients: public.stamp_created_by() is gone.
DROP FUNCTION public.stamp_created_by();

-- breaks-clients: public.stamp_updated_by() is gone.
DROP FUNCTION public.stamp_updated_by();

-- deletes-data: All rows of users are lost.
DROP TABLE public.users;

-- breaks-clients: audit.log_users() is gone.
DROP FUNCTION audit.log_users();

-- breaks-clients: public.has_role(text) is gone.
DROP FUNCTION public.has_role(text);

-- breaks-clients: public.lock_version() is gone.
DROP FUNCTION public.lock_version();

-- breaks-clients: public.me() is gone.
DROP FUNCTION public.me();

-- breaks-clients: public.stamp_updated_at() is gone.
DROP FUNCTION public.stamp_updated_at();

-- breaks-clients: Schema audit is gone.
DROP SCHEMA audit;

-- breaks-clients: Schema deletion is gone.
DROP SCHEMA deletion;
