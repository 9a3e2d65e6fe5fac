"""The database observer on tables as the product has them, which differ from the sandbox's."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from support.core.errors import Failure
from support.sandbox.engines.postgresql.server import postgresql
from support.sentinai.client.database import Database, Row
from support.sentinai.client.models import DeadLetter
from support.sentinai.observers.database import DatabaseObserver

# Nothing numbers the events, and an exception's id is unique for all.
TABLES = """
create table tenant (tenant_id text primary key, name text, status text);
create table exception (exception_id text primary key, tenant_id text references tenant);
create table event_log (event_id text primary key, event_type text, tenant_id text
    references tenant, exception_id text references exception, timestamp timestamptz,
    correlation_id text, payload jsonb, metadata jsonb, version int);
create table event_processing (id serial, event_id text, worker_type text, tenant_id text,
    exception_id text, status text, processed_at timestamptz, error_message text);
create table dead_letter_events (id serial, event_id text, event_type text, tenant_id text,
    exception_id text, original_topic text, failure_reason text, retry_count int,
    worker_type text, payload jsonb, metadata jsonb, failed_at timestamptz, status text);
create table playbook (playbook_id serial primary key, tenant_id text, name text);
create table playbook_step (playbook_id int references playbook on delete cascade,
    step_order int, name text, action_type text, params jsonb);
create table tool_execution (id uuid, tenant_id text, tool_id int, exception_id text, status text);
create table domain_packs (id serial, domain text, version text, content_json jsonb);
"""
ROWS = """
insert into tenant values ('{0}', '{0}', 'active');
insert into exception values ('{0}-1', '{0}');
insert into event_log values
    ('{0}-b', 'ExceptionNormalized', '{0}', '{0}-1', '2026-01-01 00:00:02Z', 'c', '{{}}', null, 1),
    ('{0}-a', 'ExceptionIngested', '{0}', null, '2026-01-01 00:00:01Z', '{0}-1', '{{}}', null, 1);
insert into event_processing (event_id, worker_type, tenant_id, status)
    values ('{0}-a', 'IntakeWorker', '{0}', 'completed');
insert into dead_letter_events (event_id, event_type, tenant_id, failure_reason, retry_count,
    worker_type, status) values ('{0}-b', 'ExceptionNormalized', '{0}', 'no', 3, 'T', 'pending');
insert into playbook (tenant_id, name) values ('{0}', 'p');
insert into tool_execution values (gen_random_uuid(), '{0}', 1, '{0}-1', 'succeeded');
insert into domain_packs (domain, version) values ('{0}', '1');
"""
OURS, THEIRS = "dm-ours", "theirs"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a database with the tables of the product is."""
    engine, url = postgresql(tmp_path_factory.mktemp("postgresql") / "log")
    engine.start()
    try:
        engine.wait_ready()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(TABLES.encode())
        yield url.replace("postgresql://", "postgresql+asyncpg://")
    finally:
        engine.stop()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """The database; two tenants have the same things in it."""
    database = Database(url)
    for tenant in (OURS, THEIRS):
        database._connection.execute(ROWS.format(tenant).encode())
    yield database
    for tenant in (OURS, THEIRS):
        database.delete_tenant(tenant)
    database.close()


@pytest.fixture
def observer(database: Database) -> DatabaseObserver:
    """The observer that looks at it."""
    return DatabaseObserver(database, lambda table, text: None)


def test_events_are_told_oldest_first_and_each_of_its_exception(
    observer: DatabaseObserver,
) -> None:
    events = observer.events(OURS)
    assert [event.type for event in events] == ["ExceptionIngested", "ExceptionNormalized"]
    assert {event.exception for event in events} == {f"{OURS}-1"}


def test_everything_else_is_read_of_one_tenant_only(observer: DatabaseObserver) -> None:
    (letter,) = observer.dead_letters(OURS)
    assert DeadLetter(**letter).retry_count == 3
    (record,) = observer.processing_log(OURS)
    assert (record["worker_type"], record["status"]) == ("IntakeWorker", "completed")
    (execution,) = observer.executions(OURS)
    assert execution["status"] == "succeeded"
    (exception,) = observer.exceptions(OURS)
    assert exception["exception_id"] == f"{OURS}-1"


def test_a_text_is_found_wherever_it_stands(observer: DatabaseObserver) -> None:
    assert set(observer.mentions(f"{OURS}-b")) == {"event_log", "dead_letter_events"}
    assert observer.mentions("nobody wrote this") == []


def test_steps_are_added_only_where_the_api_added_none(database: Database) -> None:
    (playbook,) = (row["playbook_id"] for row in rows(database, "playbook", OURS))
    database.add_missing_steps(playbook, [("pay", {"task": "first"})])
    database.add_missing_steps(playbook, [("pay", {"task": "second"})])
    steps = database.rows("select params from playbook_step")
    assert [step["params"]["task"] for step in steps] == ["first"]


def test_deleting_a_tenant_leaves_the_others_whole(
    database: Database, observer: DatabaseObserver
) -> None:
    database.delete_tenant(OURS)
    for table in ("tenant", "exception", "event_log", "dead_letter_events", "tool_execution"):
        assert not rows(database, table, OURS), table
        assert rows(database, table, THEIRS), table
    assert not observer.mentions(OURS)


def test_a_database_of_another_service_is_told(database: Database) -> None:
    database.check(may_delete=True)
    database._connection.execute("alter table event_log rename to elsewhere")
    try:
        with pytest.raises(Failure, match="it has no table event_log"):
            database.check(may_delete=True)
    finally:
        database._connection.execute("alter table elsewhere rename to event_log")


def test_no_right_is_needed_but_to_read_and_to_delete(database: Database, url: str) -> None:
    grants = (
        "grant usage on schema public to keeper; grant {} on all tables in schema public to keeper"
    )
    database._connection.execute(b"create role keeper login password 'k'")
    try:
        database._connection.execute(grants.format("select").encode())
        keeper = Database(re.sub(r"//[^@]*@", "//keeper:k@", url))
        with pytest.raises(Failure, match="its role has no right to DELETE from tenant"):
            keeper.check(may_delete=True)
        database._connection.execute(grants.format("delete").encode())
        keeper.check(may_delete=True)
        keeper.delete_tenant(OURS)
        keeper.close()
        assert not rows(database, "event_log", OURS)
    finally:
        database._connection.execute(b"drop owned by keeper; drop role keeper")


def test_a_missing_table_is_told_and_is_not_emptiness(
    database: Database, observer: DatabaseObserver
) -> None:
    database._connection.execute("alter table event_processing rename to elsewhere")
    try:
        with pytest.raises(Failure, match=r"does not tell: .*event_processing"):
            observer.processing_log(OURS)
    finally:
        database._connection.execute("alter table elsewhere rename to event_processing")


def rows(database: Database, table: str, tenant: str) -> list[Row]:
    query = sql.SQL("select * from {} where tenant_id = %s").format(sql.Identifier(table))
    return database.rows(query, tenant)
