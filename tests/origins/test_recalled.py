"""Bodies recalled by a noun: what the noun must be tied by, and that a body named last is no sign by itself."""

from __future__ import annotations

import pytest
from tests.origins.reading import named


@pytest.mark.parametrize(
    "body",
    [
        "On Monday rights group Tidal Voices sent its findings to the Harbour Commission. The rights group said that six boats sank.",
        "The Osk Lantern Association, a small relief charity, said that six boats sank. The Harbour Commission was closed. The charity said that more may sink.",
        "The organisation Tidal Voices wrote to the Harbour Commission. The group said that six boats sank.",
    ],
)
def test_the_group_is_the_body_that_was_called_so(body: str) -> None:
    assert named(body, body.rpartition(". ")[2].partition(" said")[0]) in ("Tidal Voices", "Osk Lantern Association")


def test_the_rights_group_is_not_the_body_that_was_named_last() -> None:
    body = "The Lamp Makers Council wrote to the Harbour Commission. The rights group said that six boats sank."
    assert named(body, "The rights group") in (None, "rights group (not named)")


def test_the_group_is_no_newspaper_and_no_court() -> None:
    body = "The men walked to the port, the Orlo Courier said. The group said that the road was wet."
    assert named(body, "The group") is None
    body = "The men walked to the port, the Orlo District Court heard. The group said that the road was wet."
    assert named(body, "The group") is None


def test_the_group_is_the_body_that_spoke_just_before() -> None:
    body = "Tidal Voices said that six boats sank. The group said that more may sink."
    assert named(body, "The group") == "Tidal Voices"


def test_the_group_is_no_body_that_was_only_spoken_of() -> None:
    body = "Six anglers rowed past Tidal Voices. The group said that the water was cold."
    assert named(body, "The group") is None


def test_the_rights_group_is_the_one_whose_name_says_so_however_it_was_named() -> None:
    body = "A paper by Human Rights Watch was read aloud. The Harbour Commission listened. The watchdog said that boats sank."
    assert named(body, "The watchdog") in (None, "Human Rights Watch")
    body = body.replace("The watchdog", "The rights watchdog")
    assert named(body, "The rights watchdog") == "Human Rights Watch"


def test_the_council_is_open_where_two_are_spoken_of() -> None:
    body = "The Lamp Makers Council met the Harbour Council. It rained.\nNobody came.\nIt was cold. The council said that oil was dear."
    assert named(body, "The council") is None
    body = body.replace("the Harbour Council", "the Harbour Board")
    assert named(body, "The council") == "Lamp Makers Council"


@pytest.mark.parametrize(
    "body",
    [
        "Osk Lantern Watch said on Monday that the Lower Reed Front had sunk six boats. The group denied it on Tuesday.",
        "The Lower Reed Liberation Army burned the pier. Osk Lantern Watch said that six boats sank. The organisation said that it would burn another.",
        "The Lower Reed Liberation Army spoke of revenge. Osk Lantern Aid, a charity, feeds the rowers. The group said that it sank six boats.",
        "The Lower Reed Front said that nobody drowned. Osk Lantern Watch met the Lower Reed Front. The charity said that guards beat a rower.",
        "Harbour Human Rights Watch said that guards beat a rower. The Reed Human Rights League denied it. The rights group said that it was sure.",
        "A militia burned the pier. Osk Lantern Watch said that six boats sank. The group said that it would burn another.",
        "Osk Lantern Watch said that six boats sank. The group denied that it knew of any.",
    ],
)
def test_of_two_bodies_that_may_be_the_group_neither_is(body: str) -> None:
    """The threat of those who are spoken of is no word of those who speak, and nobody denies what they told."""
    last = body.rpartition(". ")[2]
    name = named(body, " ".join(last.split()[: 3 if last.startswith("The rights") else 2]))
    assert name in (None, "rights group (not named)")
