"""Serves Kafka for the sandbox: librdkafka's mock cluster, real TCP brokers in one process.

`python -m support.sandbox.engines.kafka TOPIC:PARTITIONS ...` prints `ready HOST:PORT PID`.
SIGUSR1 takes the broker down and SIGUSR2 brings it back; what it holds stays. Python's
`test.mock.num.brokers` offers neither that nor topics of our own, so the cluster is made through
librdkafka's own functions (`rdkafka_mock.h`).
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import confluent_kafka

_PRODUCER = 0
_BROKER = 1


class MockCluster:
    """One broker on the loopback interface; it holds everything in memory.

    Args:
        topics: how many partitions each has, by name.
    """

    def __init__(self, topics: Mapping[str, int]) -> None:
        self._library = _librdkafka()
        message = ctypes.create_string_buffer(512)
        configuration = self._library.rd_kafka_conf_new()
        client = self._library.rd_kafka_new(
            _PRODUCER, ctypes.c_void_p(configuration), message, len(message)
        )
        if not client:
            raise RuntimeError(message.value.decode())
        self._cluster = ctypes.c_void_p(
            self._library.rd_kafka_mock_cluster_new(ctypes.c_void_p(client), _BROKER)
        )
        # A first member waits for others three seconds by default.
        self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, 0)
        for topic, partitions in topics.items():
            self._library.rd_kafka_mock_topic_create(self._cluster, topic.encode(), partitions, 1)

    @property
    def address(self) -> str:
        """The host and port that clients start from."""
        address: bytes = self._library.rd_kafka_mock_cluster_bootstraps(self._cluster)
        return address.decode()

    def go_down(self) -> None:
        """Cut every connection and accept none."""
        self._library.rd_kafka_mock_broker_set_down(self._cluster, _BROKER)

    def come_back(self) -> None:
        """Accept connections again, at the same address."""
        self._library.rd_kafka_mock_broker_set_up(self._cluster, _BROKER)


def main() -> None:
    """Serve until the process is stopped."""
    named = (argument.rsplit(":", 1) for argument in sys.argv[1:])
    cluster = MockCluster({topic: int(partitions) for topic, partitions in named})
    signal.signal(signal.SIGUSR1, _ignoring_arguments(cluster.go_down))
    signal.signal(signal.SIGUSR2, _ignoring_arguments(cluster.come_back))
    print(f"ready {cluster.address} {os.getpid()}", flush=True)  # noqa: T201  the parent reads this line
    while True:
        signal.pause()


def _ignoring_arguments(act: Callable[[], None]) -> Callable[[int, FrameType | None], Any]:
    return lambda _number, _frame: act()


def _librdkafka() -> ctypes.CDLL:
    """Return the library inside confluent-kafka's wheel, which importing the package has loaded."""
    folder = Path(confluent_kafka.__file__).parent.parent / "confluent_kafka.libs"
    library = ctypes.CDLL(os.fspath(next(folder.glob("librdkafka*"))))
    for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"):
        getattr(library, name).restype = ctypes.c_void_p
    library.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    return library


if __name__ == "__main__":
    main()
