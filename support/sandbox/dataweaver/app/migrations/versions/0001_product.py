"""The tables of the product, under its own names."""

from alembic import op

revision = "0001_product"
down_revision = None

_TABLES = """
create table connectors (
    id integer generated always as identity primary key,
    name varchar(255) not null,
    description text,
    connector_type varchar(50) not null,
    status varchar(20) not null,
    auth_type varchar(50) not null,
    config json,
    sync_enabled boolean not null,
    sync_schedule varchar(100),
    last_sync timestamp,
    next_sync timestamp,
    created_at timestamp not null,
    updated_at timestamp
);

create table data_sources (
    id integer generated always as identity primary key,
    connector_id integer not null references connectors on delete cascade,
    name varchar(255) not null,
    description text,
    source_type varchar(100) not null,
    source_path varchar(500) not null,
    data_schema json,
    source_metadata json,
    last_updated timestamp,
    is_active boolean not null,
    sync_enabled boolean not null,
    synced json
);

create table data_extracts (
    id integer generated always as identity primary key,
    data_source_id integer not null references data_sources on delete cascade,
    workflow_id integer,
    extract_type varchar(50) not null,
    extract_config json,
    status varchar(50) not null,
    data_file_path varchar(500),
    data_format varchar(50),
    row_count integer,
    column_count integer,
    started_at timestamp,
    completed_at timestamp,
    created_at timestamp not null
);

create table connector_sync_logs (
    id integer generated always as identity primary key,
    connector_id integer not null references connectors on delete cascade,
    sync_type varchar(50) not null,
    status varchar(50) not null,
    records_processed integer not null,
    records_added integer not null,
    records_updated integer not null,
    records_deleted integer not null,
    error_message text,
    error_details json,
    started_at timestamp not null,
    completed_at timestamp,
    created_at timestamp not null
);
"""


def upgrade() -> None:
    """Make the tables."""
    op.execute(_TABLES)
