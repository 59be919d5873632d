"""Metrics for Prometheus; with several workers they share a folder of files."""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter(
    "charter_http_requests_total", "Requests answered.", ("method", "route", "status")
)
SECONDS = Histogram(
    "charter_http_request_seconds",
    "Time from the first byte of a request to the last of its answer.",
    ("method", "route"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)

POLICY_REFUSED = Gauge(
    "charter_policy_refused",
    "1 while the policy files hold something that was refused, and an older set is in force.",
    multiprocess_mode="livemax",
)

DEPRECATED_USES = Counter(
    "charter_deprecated_uses_total",
    "Requests carried out that used something deprecated, by what it was and in which part.",
    ("entity", "member", "kind"),
)

AUDIT_READY = Gauge(
    "charter_audit_ready",
    "1 while changes are on record; 0 once an event cannot be written or a table has no trigger.",
    multiprocess_mode="livemin",
)


_SERIES: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
"""The series of requests that there have been: looked up once each. Templates, methods and
statuses are few, whatever callers send."""


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Counts one request. `route` is the template, so that the number of series is bounded."""
    found = _SERIES.get((method, route, status))
    if found is None:
        found = _series(method if method in _METHODS else "OTHER", route, status)
    counter, histogram = found
    counter.inc()
    histogram.observe(seconds)


def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    key = (method, route, status)
    if key not in _SERIES:
        labels = REQUESTS.labels(method, route, str(status))
        _SERIES[key] = labels, SECONDS.labels(method, route)
    return _SERIES[key]


def exposition() -> tuple[bytes, str]:
    """The metrics of all workers, and their media type."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST
