"""A local stand-in for SentinAI that keeps the promises: its HTTP API, Kafka workers, PostgreSQL.

It has two shapes (`--shape`): both keep the promises, and what is not promised the second one does
as the product does. `app/shape.py` lists in what they differ; what follows is the first one.

The way of an exception: `api_exceptions` accepts it in one transaction with its first event,
`publisher` carries events from the outbox table to Kafka, workers (`worker`, `stages`) take one
event each, in one transaction with what they store and what they emit next.

Routes are those of the product; what the sandbox decides where the product is silent or broken:

Settings printed: SENTINAI_API_URL; SENTINAI_CONTROL_URL (the routes that only the sandbox has);
SENTINAI_TENANT_ID with SENTINAI_API_KEY (admin of it); SENTINAI_OTHER_TENANT_ID with
SENTINAI_OTHER_API_KEY (admin); SENTINAI_RESOLVES (in this shape); SENTINAI_ADMIN_API_KEY (platform
administrator: creates tenants and imports packs for any of them, and reads no exceptions);
SENTINAI_JWT_SECRET (HS256; claims sub, tenant_id, role, iat, exp); DATABASE_URL;
KAFKA_BOOTSTRAP_SERVERS.

Access: `X-API-KEY`, or `Authorization: Bearer` with a JWT. 401 without or with an unknown one; 403
for another tenant's name in path, query or body on every route, `/ops` and `/admin` included, and
for a suspended or unknown tenant. Only the platform administrator may `POST /admin/tenants`, `GET
/admin/tenants`, `PATCH /admin/tenants/{id}/status`, `DELETE /admin/tenants/{id}` (which takes
everything of the tenant along; the product has no such route).

Ingestion: `POST /exceptions/{tenant}` answers 202 `{exceptionId, exceptionIds, status, message}`;
the id is the `exceptionId` inside the exception, or a new one; a batch is accepted as a whole. The
same `exceptionId` again has no second effect. Header `Idempotency-Key`: the same key and body get
the first answer again, the same key with another body 409. Larger than 1 MiB: 413.

Timeline `GET /exceptions/{id}/events?tenant_id=`: oldest first, `ExceptionIngested` included.

Playbooks: steps are rows of `playbook_step` (playbook_id, step_order from 1, name, action_type:
the tool's name, params); `POST /api/playbooks` accepts `steps` [{name, action, parameters}] too.
Of several that match an exception's type the one of the highest priority is followed, then the
newest version. All steps run, one after another; after the last one the exception is `resolved`;
without a playbook it stays `analyzing`; after a dead letter it is `escalated`. Packs are kept and
shown, and otherwise of no effect.

Tools: of type `http`; `endpoint_config.url` (https, or plain http on the loopback interface) is
called with the step's parameters as JSON, and the headers `Idempotency-Key` (the execution's id),
`X-Tenant-ID`, `X-Exception-ID`, `X-Correlation-ID`. An answer of 300 and more, none within 5 s, or
a refused connection is a failure. A worker killed during a call repeats it with the same
`Idempotency-Key`: that is how a tool knows it is the same execution.

Events: one envelope {event_id, event_type, tenant_id, exception_id, timestamp, correlation_id,
payload, metadata, version}; topics `exceptions` (all types) and `sla` (SLAImminent, SLAExpired), 4
partitions each; key `tenant:exception_id`. Chain: ExceptionIngested, ExceptionNormalized,
TriageRequested, TriageCompleted, PolicyEvaluationRequested, PlaybookMatched,
PolicyEvaluationCompleted, then for each step StepExecutionRequested, ToolExecutionRequested,
ToolExecutionCompleted, FeedbackCaptured. Unreadable messages (bad JSON, extra or missing field,
version over 1, unknown tenant) become dead letters of `intake` at once.

Tables: those of the product, with the primary key (tenant_id, exception_id) for `exception`; and
`outbox` (id, topic, key, event_id, envelope, published_at), `idempotency_key`, `api_key`.
`event_processing`: one row for each (event_id, worker_type), worker_type being intake, triage,
policy, playbook, tool or feedback; status completed, failed (waits for its retry) or processing
(released to be retried); attempts, next_attempt_at, error_message. `event_log.seq` counts
upwards.

Retries: 1 + 3 attempts, for ExceptionIngested 1 + 5, for FeedbackCaptured 1 + 2; delays double
from SENTINAI_RETRY_FIRST_DELAY_S (0.2 s here, printed). Each emits `RetryScheduled` with payload
{event_id, event_type, worker_type, attempt, max_retries, delay_seconds, error}; the last failure
emits `DeadLettered` {event_id, event_type, worker_type, attempts, error} and makes one
`dead_letter_events` row (failure_reason is the cause, retry_count the retries). A retried event
comes again with the same event_id.

DLQ (`/ops/dlq`): items carry their `id`. Retry processes the event again from the first attempt:
retrying, then succeeded, or pending again. Discard ends it. Both 409 unless pending.

Health: `GET /health` constant; `GET /health/db`; `GET /ops/workers/health` {status, workers:
[{worker_type, instance_id, status: healthy|degraded, healthz_ok, readyz_ok, last_check,
response_time_ms, error_message}]}; `GET /metrics/` Prometheus:
sentinai_events_processed_total{worker_type,event_type,status},
sentinai_retries_total{worker_type}, sentinai_dlq_total{worker_type}, sentinai_dlq_size; counted
for the caller's tenant.

Only in the sandbox, with its token: `GET /_sandbox/workers` {kind: [{instance, pid, ready}]}; `PUT
/_sandbox/workers` {kind: count}: exactly so many living workers, returns once they are ready;
`POST /_sandbox/workers/{kind}/kill`: kill -9 of all of a kind, dead until the next PUT; `PUT
/_sandbox/broker` {"up": false|true}; `PUT /_sandbox/sabotage` [names]. Kinds: intake, triage,
policy, playbook, tool, feedback, publisher, retry, sla.
"""
