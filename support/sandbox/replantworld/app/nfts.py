"""An NFT as it is on Sei, and what identifies its content."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

Attribute = dict[str, Any]


@dataclass(frozen=True)
class SeiNft:
    """An NFT of a collection on Sei; what its maker left out is empty."""

    contract_address: str
    token_id: str
    owner_address: str
    name: str
    description: str
    image_url: str
    external_url: str
    attributes: tuple[Attribute, ...]

    @property
    def data_hash(self) -> str:
        """SHA-256 of everything that there is to know of it, as compact JSON with sorted keys."""
        told = asdict(self) | {"attributes": sorted(self.attributes, key=str)}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def content(self) -> dict[str, Any]:
        """Return it as answers show it."""
        return asdict(self) | {"attributes": list(self.attributes), "data_hash": self.data_hash}
