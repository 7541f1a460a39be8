create table if not exists stocks (
    store_id   varchar(64) not null,
    product_id varchar(64) not null,
    quantity   integer     not null check (quantity >= 0),
    primary key (store_id, product_id)
);

create table if not exists orders (
    id         varchar(36) primary key,
    store_id   varchar(64) not null,
    product_id varchar(64) not null,
    quantity   integer     not null check (quantity > 0),
    state      varchar(16) not null,
    placed_at  timestamp   not null
);

create index if not exists orders_by_state on orders (state, placed_at);
