"""What makes delivery certain: outbox, processing records, dead letters, idempotency keys."""

from alembic import op

revision = "0002_delivery"
down_revision = "0001_product"

_TABLES = """
create type event_processing_status as enum ('processing', 'completed', 'failed');

create table api_key (
    key_hash text primary key,
    tenant_id text not null references tenant on delete cascade,
    is_platform boolean not null default false
);

-- Written in the transaction that the event tells of; a row without a date waits for the broker.
create table outbox (
    id bigint generated always as identity primary key,
    topic text not null,
    key text not null,
    event_id text not null,
    envelope jsonb not null,
    created_at timestamptz not null default now(),
    published_at timestamptz
);
create index outbox_waiting on outbox (id) where published_at is null;
create function wake_publisher() returns trigger language plpgsql as
    'begin notify outbox; return null; end';
create trigger outbox_wakes_publisher after insert on outbox
    for each statement execute function wake_publisher();

-- One row for each worker that took an event: the proof that it must not take it again, and,
-- while an event waits for its next attempt, all that is needed to try.
create table event_processing (
    id bigint generated always as identity primary key,
    event_id text not null,
    worker_type text not null,
    event_type text not null,
    tenant_id text not null references tenant on delete cascade,
    exception_id text,
    status event_processing_status not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    envelope jsonb,
    error_message text,
    processed_at timestamptz not null default now(),
    unique (event_id, worker_type)
);
create index event_processing_due on event_processing (next_attempt_at) where status = 'failed';

-- No reference to the tenant: an event of an unknown one ends here too.
create table dead_letter_events (
    id bigint generated always as identity primary key,
    event_id text not null,
    event_type text not null,
    tenant_id text,
    exception_id text,
    original_topic text not null,
    failure_reason text not null,
    retry_count integer not null,
    worker_type text not null,
    payload jsonb not null,
    event_metadata jsonb not null default '{}',
    status text not null default 'pending',
    failed_at timestamptz not null default now(),
    retried_at timestamptz,
    discarded_at timestamptz,
    discarded_by text,
    unique (event_id, worker_type)
);
create index dead_letters_of_tenant on dead_letter_events (tenant_id, status, failed_at);

create table idempotency_key (
    tenant_id text not null references tenant on delete cascade,
    key text not null,
    body_hash text not null,
    exception_ids jsonb not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, key)
);
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(_TABLES)
