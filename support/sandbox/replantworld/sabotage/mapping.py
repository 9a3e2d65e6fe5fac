# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of mapping: what an NFT is called on Solana, what is known of it, and how it looks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from html import escape
from unittest.mock import patch

from support.sandbox.replantworld.app import mapping, pipeline
from support.sandbox.replantworld.app.mapping import Metadata
from support.sandbox.replantworld.app.nfts import SeiNft
from support.sandbox.replantworld.sabotage import sentences, titles
from support.sandbox.replantworld.sabotage.catalogue import CATALOGUE, STILL

Context = AbstractContextManager[object]


def _changed(change: Callable[[SeiNft, Metadata], Metadata]) -> Context:
    """Let metadata be changed after it was mapped rightly."""
    original = mapping.metadata_of

    def metadata_of(nft: SeiNft) -> Metadata:
        metadata = original(nft)
        return metadata | change(nft, metadata)

    return patch.multiple(pipeline, metadata_of=metadata_of, overlong=lambda _: [])


@CATALOGUE.sabotage(
    "A name that just fits is cut.",
    caught_by=titles.SPECIAL.format("a name of 32 characters"),
    at=sentences.WHOLE,
    diagnosis="its name is .* instead of" + STILL,
)
def names_cut_too_early() -> Context:
    return _changed(lambda _, metadata: {"name": metadata["name"][:31]})


@CATALOGUE.sabotage(
    "A name that does not fit is not cut.",
    caught_by=titles.SPECIAL.format("a name of 33 characters"),
    at=sentences.WHOLE,
    diagnosis="its name has 33 characters, and 32 are allowed" + STILL,
)
def names_not_cut() -> Context:
    return _changed(lambda nft, _: {"name": nft.name})


@CATALOGUE.sabotage(
    "A name that does not fit is replaced by a number.",
    caught_by=titles.SPECIAL.format("a name of 33 characters"),
    at=sentences.WHOLE,
    diagnosis="its name is 'NFT 1', cut from" + STILL,
)
def long_names_replaced() -> Context:
    def replaced(nft: SeiNft, metadata: Metadata) -> Metadata:
        is_cut = nft.name != metadata["name"]
        return {"name": f"NFT {nft.token_id}"} if is_cut else {}

    return _changed(replaced)


@CATALOGUE.sabotage(
    "A description that just fits is cut.",
    caught_by=titles.SPECIAL.format("a description of 200 characters"),
    at=sentences.WHOLE,
    diagnosis="its description is .* instead of" + STILL,
)
def descriptions_cut_too_early() -> Context:
    return _changed(lambda _, metadata: {"description": metadata["description"][:199]})


@CATALOGUE.sabotage(
    "A description that is cut gets dots beyond its end.",
    caught_by=titles.SPECIAL.format("a description of 201 characters"),
    at=sentences.WHOLE,
    diagnosis="its description has 203 characters, and 200 are allowed" + STILL,
)
def dots_beyond_the_end() -> Context:
    def dotted(nft: SeiNft, metadata: Metadata) -> Metadata:
        is_cut = len(nft.description) > len(metadata["description"])
        return {"description": metadata["description"] + "..." * is_cut}

    return _changed(dotted)


@CATALOGUE.sabotage(
    "Letters beyond ASCII are lost.",
    caught_by=titles.SPECIAL.format("words in many alphabets"),
    at=sentences.WHOLE,
    diagnosis="its name is .* instead of" + STILL,
)
def letters_lost() -> Context:
    def plain(text: str) -> str:
        return text.encode("ascii", "ignore").decode()

    return _changed(lambda _, metadata: {"name": plain(metadata["name"])})


@CATALOGUE.sabotage(
    "A picture on IPFS cannot be seen by a browser.",
    caught_by=titles.SPECIAL.format("a picture on IPFS"),
    at=sentences.WHOLE,
    diagnosis="its picture on IPFS, .*, cannot be found at 'ipfs://" + STILL,
)
def picture_link_not_resolved() -> Context:
    return patch.object(mapping, "resolved", str)


@CATALOGUE.sabotage(
    "Everything is shown with one and the same picture.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis="its picture is .* instead of" + STILL,
)
def one_picture_for_all() -> Context:
    return patch.object(mapping, "resolved", lambda _: "https://images.example/none.png")


@CATALOGUE.sabotage(
    "The traits of NFTs are lost.",
    caught_by=(titles.ONE, titles.SPECIAL.format("many traits")),
    at=sentences.WHOLE,
    diagnosis="it lacks (Colour|Trait 0)" + STILL,
)
def traits_dropped() -> Context:
    return _changed(lambda nft, _: {"attributes": mapping.origin_of(nft)})


@CATALOGUE.sabotage(
    "Of many traits the last ones are lost.",
    caught_by=titles.SPECIAL.format("many traits"),
    at=sentences.WHOLE,
    diagnosis=r"it lacks Trait 1\d" + STILL,
)
def last_traits_dropped() -> Context:
    return _changed(lambda nft, _: {"attributes": [*nft.attributes[:10], *mapping.origin_of(nft)]})


@CATALOGUE.sabotage(
    "Every trait is there twice.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis="it has Colour .* twice" + STILL,
)
def traits_doubled() -> Context:
    return _changed(lambda nft, told: {"attributes": [*nft.attributes, *told["attributes"]]})


@CATALOGUE.sabotage(
    "Of the address of a picture the end is lost, from the question mark on.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis="its picture is .* instead of .*" + STILL,
)
def picture_addresses_cut() -> Context:
    return _changed(lambda _, told: {"image": told["image"].partition("?")[0]})


@CATALOGUE.sabotage(
    "Nobody can tell where an NFT comes from.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis=r"'absent' \(Solana\)" + STILL,
)
def origin_not_told() -> Context:
    return _changed(lambda nft, _: {"attributes": list(nft.attributes)})


@CATALOGUE.sabotage(
    "An NFT without a description does not arrive.",
    caught_by=titles.SPECIAL.format("nothing but a name and a picture"),
    at=sentences.WHOLE,
    diagnosis="'absent'" + STILL,
)
def descriptions_demanded() -> Context:
    original = mapping.metadata_of

    def metadata_of(nft: SeiNft) -> Metadata:
        return original(nft) if nft.description else original(nft) | {"image": ""}

    return patch.object(pipeline, "metadata_of", metadata_of)


@CATALOGUE.sabotage(
    "Of traits that have one name only the last arrives.",
    caught_by=(titles.ONE, titles.SPECIAL.format("a picture on IPFS")),
    at=sentences.WHOLE,
    diagnosis="it lacks Colour",
)
def traits_of_one_name_lost() -> Context:
    original = mapping.metadata_of

    def metadata_of(nft: SeiNft) -> Metadata:
        told = original(nft)
        by_name = {one["trait_type"]: one for one in told["attributes"]}
        return told | {"attributes": list(by_name.values())}

    return patch.object(pipeline, "metadata_of", metadata_of)


@CATALOGUE.sabotage(
    "What people write arrives as a web page would write it.",
    caught_by=titles.ONE,
    at=sentences.WHOLE,
    diagnosis="its description is .*&lt;b&gt;.* instead of",
)
def words_escaped() -> Context:
    original = mapping.bounded
    return patch.object(mapping, "bounded", lambda field, text: original(field, escape(text)))
