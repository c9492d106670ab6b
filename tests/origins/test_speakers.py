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


def person(name: str, principal: Who | None = None) -> Who:
    return Who(f"person:{name.lower()}", "person", name, principal)


def matter(*documents: str) -> list[tuple[Who, str]]:
    """Two people whom all these documents name: they tell of one matter."""
    return [(person(name), d) for name in ("Ilena Vorst", "Anton Brehl") for d in documents]


def near(*seen: tuple[Who, str]) -> Register:
    register = settled(*seen)
    one = register.near()
    if one is not None:
        register.merge(one)
    return register


def test_a_surname_is_the_only_one_who_bears_it_in_documents_on_the_matter() -> None:
    local = Who("person:@a:roe", "person", "Roe")
    register = near((local, "a"), (jane(), "b"), *matter("a", "b"))
    assert register.id(local) == register.id(jane())


def test_a_surname_stays_open_where_two_bear_it_or_the_documents_tell_of_other_matters() -> None:
    local = Who("person:@a:roe", "person", "Roe")
    two = near((local, "a"), (jane(), "b"), (person("John Roe"), "b"), *matter("a", "b"))
    assert two.id(local) not in (two.id(jane()), two.id(person("John Roe")))
    other = near((local, "a"), (jane(), "c"), *matter("a", "b"))
    assert other.id(local) != other.id(jane())


def test_a_surname_stays_open_where_somebody_much_better_known_bears_it() -> None:
    local = Who("person:@a:roe", "person", "Roe")
    known = [(person("John Roe"), f"x{n}") for n in range(6)]
    register = near((local, "a"), (jane(), "b"), *known, *matter("a", "b"))
    assert register.id(local) != register.id(jane())


def test_two_spellings_of_one_name_are_one_person_in_documents_on_the_matter() -> None:
    a, b = person("Muhamed Kadir"), person("Mohamed Kadir")
    one = near((a, "a"), (b, "b"), *matter("a", "b"))
    assert one.id(a) == one.id(b)
    both = near((a, "a"), (b, "a"), (b, "b"), *matter("a", "b"))
    assert both.id(a) != both.id(b)
    apart = near((a, "a"), (b, "c"), *matter("a", "b"))
    assert apart.id(a) != apart.id(b)


def test_one_name_in_two_offices_is_one_person_in_documents_on_the_matter() -> None:
    register = near((jane(FRANCE), "a"), (jane(FUND), "b"), *matter("a", "b"))
    assert register.id(jane(FRANCE)) == register.id(jane(FUND))
    house, whole = (Who(f"org:{n}", "organisation", n) for n in ("house", "house of delegates"))
    kin = near((jane(house), "a"), (jane(whole), "b"))
    assert kin.id(jane(house)) == kin.id(jane(whole))


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


def test_whom_people_keep_apart_the_matter_does_not_make_one() -> None:
    local = Who("person:@a:roe", "person", "Roe")
    register = settled((local, "a"), (jane(), "b"), *matter("a", "b"))
    register.foes = [(frozenset({"person:jane roe"}), frozenset({"person:@a:roe"}))]
    assert register.near() is None
