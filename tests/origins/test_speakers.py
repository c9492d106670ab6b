"""Speakers across documents: merged by what is certain, kept apart by what conflicts."""

from __future__ import annotations

from tests.origins.reading import mentions, text

from firsthand.origins.scene import Who
from firsthand.origins.speakers import Register, acronyms

FRANCE = Who("state:FR", "state", "France")
FUND = Who("org:osk shelter fund", "organisation", "Osk Shelter Fund")


def settled(*seen: tuple[Who, str], explained: dict[str, str] | None = None) -> Register:
    register = Register(explained or {})
    for who, document in seen:
        register.see(who, document)
    register.settle()
    return register


def jane(principal: Who | None = None) -> Who:
    return Who("person:jane roe", "person", "Jane Roe", principal)


def test_one_name_is_one_person_even_where_only_one_document_gives_the_role() -> None:
    register = settled((jane(FRANCE), "a"), (jane(), "b"))
    assert register.id(jane(FRANCE)) == register.id(jane())
    assert register.principal(jane()) == FRANCE
    (record,) = [s for s in register.records([jane()]) if s.kind == "person"]
    assert record.documents == ("a", "b")
    assert record.speaks_for == register.id(FRANCE)


def test_one_name_in_two_roles_is_two_people() -> None:
    register = settled((jane(FRANCE), "a"), (jane(FUND), "b"))
    assert register.id(jane(FRANCE)) != register.id(jane(FUND))


def test_a_surname_alone_is_known_in_its_document_only() -> None:
    a, b = Who("person:@a:roe", "person", "Roe"), Who("person:@b:roe", "person", "Roe")
    register = settled((a, "a"), (b, "b"), (jane(), "c"))
    assert len({register.id(w) for w in (a, b, jane())}) == 3


def test_an_explained_acronym_is_the_body() -> None:
    t = text("The Osk Shelter Fund (OSF) published a list. OSF wants an inquiry.")
    explained = acronyms(mentions([t]))
    short = Who("org:osf", "organisation", "OSF")
    register = settled((FUND, "a"), (short, "b"), explained={**explained, "osf": "osk shelter fund"})
    assert register.id(short) == register.id(FUND)


def test_a_ministry_of_no_country_is_that_of_the_only_state_with_such_a_ministry() -> None:
    local = Who("state:@b:interior ministry", "state", "Interior Ministry")
    register = Register({})
    register.see(FRANCE, "a")
    register.organ("Ministry of the Interior", FRANCE)
    register.see(local, "b")
    register.settle()
    assert register.id(local) == register.id(FRANCE)
    assert register.name(local) == "France"


def test_two_states_with_such_a_ministry_leave_it_open() -> None:
    local = Who("state:@b:interior ministry", "state", "Interior Ministry")
    register = Register({})
    for state in (FRANCE, Who("state:ES", "state", "Spain")):
        register.see(state, "a")
        register.organ("Interior Ministry", state)
    register.see(local, "b")
    register.settle()
    assert register.id(local) not in (register.id(FRANCE), register.id(Who("state:ES", "state", "Spain")))


def test_ids_do_not_depend_on_what_else_is_there() -> None:
    alone = settled((jane(), "a"))
    more = settled((jane(), "a"), (FUND, "b"), (FRANCE, "c"))
    assert alone.id(jane()) == more.id(jane())
