"""What a proof must know of a system besides its defects.

Each system says it in `support/sandbox/<system>/sabotage/proof.py`, as `PROOF`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from support.core.causes import Cause
from support.sandbox.kit.sabotage import Catalogue

Settings = Mapping[str, str]


def _nothing(_: Settings) -> None:
    """Leave the sandbox as it is."""


@dataclass(frozen=True)
class Variant:
    """A form in which a system's sandbox can be started, such as a generation of the product.

    Attributes:
        options: for the sandbox's command line.
        tag: of the scenarios that it is held to; empty for all of the system's.
    """

    options: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True)
class Proof:
    """How to prove that the promises of a system go red when it breaks them.

    Attributes:
        catalogue: of its defects.
        causes: by cause, the names of the defects that a run must give this cause.
        variants: by name, the forms of its sandbox; a defect is planted in that of its generation.
        impatience: settings of runs that are expected to end badly.
        blindfold: settings that keep the suite from looking into what the product stores.
        slow_down: makes what stands beside the product slow in legal ways, given how the sandbox
            is reached; the product itself is slowed down by the catalogue.
        restore: brings a sandbox from which all defects were taken out back into order.
    """

    catalogue: Catalogue
    causes: Mapping[Cause, str] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=lambda: {"today": Variant()})
    impatience: Settings = field(default_factory=dict)
    blindfold: Settings = field(default_factory=dict)
    slow_down: Callable[[Settings], None] = _nothing
    restore: Callable[[Settings], None] = _nothing

    def cause(self, defect: str) -> Cause | None:
        """Return the cause that a run must give a defect; None if nobody has judged it."""
        return next((one for one, names in self.causes.items() if defect in names.split()), None)
