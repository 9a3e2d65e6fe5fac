"""Where the time of a run went, as spans for an OpenTelemetry collector: run → scenario → phase.

Attributes have the names of OpenTelemetry's semantic conventions for tests; what these do not know
begins with `datamonkey.`.
"""

from collections.abc import Sequence

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Span, Status, StatusCode, Tracer, set_span_in_context
from opentelemetry.util.re import parse_env_headers

from support.core.bounded import within
from support.core.secrecy import redact
from support.core.timings import RunTimings, ScenarioTimings
from support.reporting.outcomes import Outcome, paired

_SERVICE = "datamonkey"
_TRACES = "/v1/traces"  # OTLP/HTTP 1.9: what is appended to the base URL
_LONGEST_S = 10.0


def export_spans(
    endpoint: str, headers: str, run: str, timings: RunTimings, outcomes: Sequence[Outcome]
) -> None:
    """Hand the spans of a run to a collector.

    Args:
        endpoint: base URL of the collector, which speaks OTLP over HTTP.
        headers: what it asks for, as `name=value,name=value`.
        run: the id of the run.
        timings: of the scenarios.
        outcomes: of the scenarios that were selected.

    Raises:
        OSError: it did not take them, or not in time.
    """
    exporter = OTLPSpanExporter(
        endpoint=endpoint.rstrip("/") + _TRACES,
        headers=parse_env_headers(headers, liberal=True),
        timeout=_LONGEST_S,
    )
    spans = _spans(run, timings, outcomes)
    if within(_LONGEST_S, lambda: exporter.export(spans)) is not SpanExportResult.SUCCESS:
        raise OSError("the collector did not take them")


def _spans(run: str, timings: RunTimings, outcomes: Sequence[Outcome]) -> tuple[ReadableSpan, ...]:
    ended = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource.create({"service.name": _SERVICE}))
    provider.add_span_processor(SimpleSpanProcessor(ended))
    tracer = provider.get_tracer(_SERVICE)
    began = timings.began
    whole = tracer.start_span(f"run {run}", start_time=_ns(began))
    whole.set_attribute("test.suite.name", _SERVICE)
    whole.set_attribute(f"{_SERVICE}.run", run)
    is_red = any(one.is_red for one in outcomes)
    whole.set_attribute("test.suite.run.status", "failure" if is_red else "success")
    _color(whole, is_red, "")
    told = {id(one): outcome for outcome, one in paired(outcomes, timings.scenarios)}
    for scenario in timings.scenarios:
        _trace(tracer, whole, scenario, told.get(id(scenario)))
    whole.end(_ns(began + timings.wall()))
    return ended.get_finished_spans()


def _trace(
    tracer: Tracer, parent: Span, scenario: ScenarioTimings, outcome: Outcome | None
) -> None:
    """Make the span of a scenario, or of opening the run, and those of its phases."""
    within_run = set_span_in_context(parent)
    span = tracer.start_span(scenario.scenario, within_run, start_time=_ns(scenario.began))
    if outcome is not None:
        span.set_attribute("test.case.name", outcome.name)
        span.set_attribute("test.suite.name", outcome.feature)
        span.set_attribute("test.case.result.status", "fail" if outcome.is_red else "pass")
        span.set_attribute("code.file.path", outcome.file)
        _color(span, outcome.is_red, outcome.cause)
    for phase, begin, end in scenario.spans:
        part = tracer.start_span(phase, set_span_in_context(span), start_time=_ns(begin))
        part.end(_ns(end))
    span.end(_ns(scenario.began + scenario.total))


def _color(span: Span, is_red: bool, cause: str) -> None:
    if cause:
        span.set_attribute(f"{_SERVICE}.cause", redact(cause))
    span.set_status(Status(StatusCode.ERROR, redact(cause)) if is_red else Status(StatusCode.OK))


def _ns(seconds: float) -> int:
    return round(seconds * 1e9)
