"""A Flaw is known by its content, so that a re-run does not store it twice."""

from firsthand.flaws import flaw


def test_the_same_flaw_gets_the_same_id():
    assert flaw("read", "empty", "nothing in it", name="a.txt") == flaw("read", "empty", "nothing in it", name="a.txt")


def test_place_tells_flaws_apart():
    assert (
        flaw("read", "bytes", "odd", document="d", start=1).id != flaw("read", "bytes", "odd", document="d", start=2).id
    )
