CREATE TABLE public.orders (
  customer_id uuid,
  number integer,
  PRIMARY KEY (customer_id, number)
);

CREATE TABLE public.customers (
  id uuid PRIMARY KEY,
  last_order_customer_id uuid,
  last_order_number integer,
  referrer_id uuid REFERENCES public.customers (id),
  FOREIGN KEY (last_order_customer_id, last_order_number) REFERENCES public.orders (customer_id, number)
);

CREATE TABLE public.tags (
  id uuid PRIMARY KEY
);

CREATE TABLE public.order_tags (
  order_customer_id uuid,
  order_number integer,
  tag_id uuid REFERENCES public.tags (id) ON DELETE CASCADE,
  PRIMARY KEY (order_customer_id, order_number, tag_id),
  FOREIGN KEY (order_customer_id, order_number) REFERENCES public.orders (customer_id, number) ON DELETE CASCADE
);

ALTER TABLE public.orders ADD FOREIGN KEY (customer_id) REFERENCES public.customers (id);
