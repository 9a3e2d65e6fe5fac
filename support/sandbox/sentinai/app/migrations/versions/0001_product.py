"""The tables of the product that its API and its events show."""

from alembic import op

revision = "0001_product"
down_revision = None

_TABLES = """
create type tenant_status as enum ('active', 'suspended');
create type exception_severity as enum ('low', 'medium', 'high', 'critical');
create type exception_status as enum ('open', 'analyzing', 'resolved', 'escalated');
create type tool_execution_status as enum ('requested', 'succeeded', 'failed');
create type pack_status as enum ('draft', 'active');

create table tenant (
    tenant_id text primary key,
    name text not null,
    status tenant_status not null default 'active',
    created_by text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table playbook (
    playbook_id bigint generated always as identity primary key,
    tenant_id text not null references tenant on delete cascade,
    name text not null,
    version integer not null check (version >= 1),
    conditions jsonb not null default '{}',
    created_at timestamptz not null default now()
);

create table playbook_step (
    step_id bigint generated always as identity primary key,
    playbook_id bigint not null references playbook on delete cascade,
    step_order integer not null,
    name text not null,
    action_type text not null,
    params jsonb not null default '{}',
    unique (playbook_id, step_order)
);

-- The id is unique within its tenant, so that two tenants may use the same one.
create table exception (
    exception_id text not null,
    tenant_id text not null references tenant on delete cascade,
    domain text not null default 'default',
    type text not null default 'UNKNOWN',
    severity exception_severity not null default 'medium',
    status exception_status not null default 'open',
    source_system text not null default 'UNKNOWN',
    entity text,
    amount numeric,
    sla_deadline timestamptz,
    sla_imminent_at timestamptz,
    sla_expired_at timestamptz,
    current_playbook_id bigint references playbook on delete set null,
    current_step integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, exception_id)
);
create index exception_sla on exception (sla_deadline) where sla_expired_at is null;

create table event_log (
    event_id text primary key,
    seq bigint generated always as identity,
    event_type text not null,
    tenant_id text not null references tenant on delete cascade,
    exception_id text,
    timestamp timestamptz not null,
    correlation_id text,
    payload jsonb not null,
    metadata jsonb,
    version integer not null default 1
);
create index event_log_of_exception on event_log (tenant_id, exception_id, seq);

create table tool_definition (
    tool_id bigint generated always as identity primary key,
    tenant_id text not null references tenant on delete cascade,
    name text not null,
    type text not null,
    config jsonb not null default '{}',
    enabled boolean,
    created_at timestamptz not null default now(),
    unique (tenant_id, name)
);

create table tool_execution (
    id uuid primary key,
    tenant_id text not null references tenant on delete cascade,
    tool_id bigint not null references tool_definition on delete cascade,
    exception_id text,
    status tool_execution_status not null default 'requested',
    requested_by_actor_type text not null,
    requested_by_actor_id text not null,
    input_payload jsonb not null,
    output_payload jsonb,
    error_message text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index tool_execution_of_tenant on tool_execution (tenant_id, created_at);

create table domain_packs (
    id bigint generated always as identity primary key,
    domain text not null,
    version text not null,
    content_json jsonb not null,
    status pack_status not null default 'draft',
    created_by text not null,
    created_at timestamptz not null default now(),
    unique (domain, version)
);

create table tenant_packs (
    id bigint generated always as identity primary key,
    tenant_id text not null references tenant on delete cascade,
    version text not null,
    content_json jsonb not null,
    status pack_status not null default 'draft',
    created_by text not null,
    created_at timestamptz not null default now(),
    unique (tenant_id, version)
);

create table tenant_active_config (
    tenant_id text primary key references tenant on delete cascade,
    domain text not null,
    active_domain_pack_version text not null,
    active_tenant_pack_version text,
    activated_by text not null,
    activated_at timestamptz not null default now()
);
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(_TABLES)
