"""Ids come from content and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from firsthand import ids

parts = st.lists(st.one_of(st.text(), st.integers(), st.none()), max_size=5)


@given(parts)
def test_the_same_content_gets_the_same_id(content):
    assert ids.name("statement", *content) == ids.name("statement", *content)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_other_content_gets_another_id(a, b):
    assert (ids.name("copy", *a) == ids.name("copy", *b)) == (a == b)


def test_parts_are_joined_unambiguously():
    assert ids.name("copy", "ab", "c") != ids.name("copy", "a", "bc")
    assert ids.name("copy", None) != ids.name("copy", "None")


def test_an_id_says_its_noun():
    assert ids.name("figure", 1).startswith("figure-")
    assert len(ids.name("figure", 1)) == len("figure-") + ids.LENGTH
