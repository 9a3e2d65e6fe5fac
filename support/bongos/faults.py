"""Sources whose emulator can be told to misbehave, as the vendor itself does on its bad days."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote

from support.bongos.base import Bongo
from support.bongos.settings import SourceSettings
from support.core.http import Api, bearer

S = TypeVar("S", bound=SourceSettings)
C = TypeVar("C")

# How a source is told to misbehave: for one thing, or for one call and all who make it.
REFUSED = {"kind": "refusal", "status": 403, "retry_after": 3600}
EXPIRED = {"kind": "refusal", "whole": True}

_FAULT = "fault"
_LONGEST_FAULT_S = 1800


class FaultyBongo(Bongo[S, C]):
    """Works in a source that may be an emulated one; no other can be told to fail."""

    faults: ClassVar[str]
    """How the settings begin that say where, and with which token, an emulator is told."""

    @classmethod
    def lacking(cls, settings: S) -> Mapping[str, str]:
        """Only an emulated source can be told to fail."""
        if getattr(settings, f"{cls.faults}_url"):
            return cls.lacks
        variable = f"{cls.faults}_url".upper()
        return {**cls.lacks, "faults": f"it is not told to fail: {variable} is not set"}

    def resources(self) -> list[tuple[str, str]]:
        """Add the faults that an emulated source was told of."""
        if self.lacking(self.settings) != self.lacks:
            return super().resources()
        with self._switch() as switch:
            told = switch.call("GET", "/faults")
        names = [fault["name"] for fault in told if fault["name"]]
        return super().resources() + [(self._fault_kind, name) for name in names]

    def remove_resource(self, what: str) -> None:
        """Remove a workspace, or let an emulated source forget a fault."""
        if what != _FAULT:
            super().remove_resource(what)
        elif self.lacking(self.settings) == self.lacks:
            with self._switch() as switch:
                switch.call("DELETE", f"/faults/{quote(self.workspace, safe='')}")

    @contextmanager
    def faulty(self, fault: Mapping[str, Any]) -> Iterator[None]:
        """Let an emulated source misbehave until exit, and never for longer than a scenario."""
        name = f"{self.workspace}-fault"
        self._register(self._fault_kind, name)
        with self._switch() as switch:
            path = f"/faults/{quote(name, safe='')}"
            try:
                switch.call("PUT", path, body={**fault, "lasts": _LONGEST_FAULT_S})
                yield
            finally:
                switch.call("DELETE", path)

    @property
    def _fault_kind(self) -> str:
        return f"{self.source} {_FAULT}"

    @contextmanager
    def _switch(self) -> Iterator[Api]:
        """Talk to what tells an emulated source how to misbehave."""
        settings = self.settings
        url, timeout = str(getattr(settings, f"{self.faults}_url")), settings.request_timeout_s
        key = bearer(getattr(settings, f"{self.faults}_token"))
        with closing(Api(self.vendor, url, key, timeout, settings.max_retries)) as switch:
            yield switch
