"""The same document again, however it comes, moves no count; a copy raises none; a witness of their own raises both bounds by one."""

import shutil
import textwrap
from collections import Counter

import pytest

from firsthand.inquiry.open import open_inquiry

WIRE = """Villagers beaten after protest, people say

OSK, Vardenia, 14 March 2024 (Northern Wire) — Soldiers beat villagers in the Kiln Street barracks of Tolm on 12 March 2024 after a protest against a quarry, two residents said.

“They beat my brother with cables in the barracks,” said Mira Tal, a teacher who watched the soldiers take him away. “He could not stand for a week.”

Tal said that at least three other men were beaten in the same yard, and that the guards had laughed about it.

The Interior Ministry of the Republic of Vardenia denied the accounts. “Nobody was beaten in Tolm,” the ministry’s spokesman, Oren Vash, said on Thursday.

The quarry above Tolm was sold in January to a company from Osk. The villagers fear for their wells, on which about 900 people depend.
"""
TESTIMONY = """STATEMENT OF WITNESS K-04

I am a driver from Tolm. I was held in the Kiln Street barracks for nine days. On 12 March 2024 soldiers beat me in the yard with the butts of their rifles. I saw how they beat an old man beside me.
"""
UNRELATED = """STATEMENT OF WITNESS K-09

My shop stands beside the well. They kept me for four nights in Tolm, at the Kiln Street barracks. A sergeant beat me there with belts on 12 March 2024, and I heard others scream.
"""

AGAIN = {
    "under another name": ("copy of wire.txt", WIRE.encode()),
    "in another encoding": ("wire-1252.txt", WIRE.encode("cp1252")),
    "in sixteen bits": ("wire-16.txt", WIRE.encode("utf-16")),
    "with other line ends": ("wire-dos.txt", WIRE.replace("\n", "\r\n").encode()),
    "reflowed": ("wire-narrow.txt", "\n\n".join(textwrap.fill(p, 60) for p in WIRE.split("\n\n")).encode()),
    "with straight quotation marks": (
        "wire-ascii.txt", WIRE.replace("“", '"').replace("”", '"').replace("’", "'").replace("—", "-").encode(),
    ),
    "with another header": (
        "gazette.txt", ("The Lake Gazette\nFriday, 15 March 2024\n\nSoldiers struck villagers\n\n" + WIRE.split("\n\n", 1)[1]).encode(),
    ),
    "as a web page": (
        "gazette.html",
        (
            "<html lang='en'><head><title>Soldiers struck villagers</title><meta property='og:site_name' content='Lake Gazette'></head>"
            "<body><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav><article><h1>Soldiers struck villagers</h1>"
            + "".join(f"<p>{p}</p>" for p in WIRE.strip().split("\n\n")[1:])
            + "</article><footer>© Lake Gazette</footer></body></html>"
        ).encode(),
    ),
    "cut from the end": ("short.txt", WIRE.rsplit("\n\n", 1)[0].encode()),
}  # fmt: skip


def counted(sources, folder):
    """How often each type of act is alleged with which bounds."""
    with open_inquiry(folder, create=True, flags={"workers": 1}) as inquiry:
        inquiry.assess([sources])
        contents = inquiry.contents()
    types = {a.id: a.type for a in contents.allegations}
    return Counter((types[a.allegation], a.origins.lo, a.origins.hi) for a in contents.assessments)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The inquiry of a dispatch and a testimony: its folder, and what it counts."""
    folder = tmp_path_factory.mktemp("counts")
    sources = folder / "sources"
    sources.mkdir()
    (sources / "wire.txt").write_text(WIRE, encoding="utf-8")
    (sources / "k04.txt").write_text(TESTIMONY, encoding="utf-8")
    return folder, counted(sources, folder / "inquiry")


@pytest.fixture
def added(base, tmp_path):
    """`added(name, data)`: what the inquiry counts when this file is added to it."""
    for part in ("sources", "inquiry"):
        shutil.copytree(base[0] / part, tmp_path / part)

    def add(name, data):
        (tmp_path / "sources" / name).write_bytes(data)
        return counted(tmp_path / "sources", tmp_path / "inquiry")

    return add


def beating(found):
    """The bounds of the beating that most origins stand behind."""
    return max((lo + hi, lo, hi) for type_, lo, hi in found if type_ in ("torture", "injury"))[1:]


def test_two_sources_are_two_origins_and_perhaps_more(base):
    lo, hi = beating(base[1])
    assert lo == 2
    assert hi >= 2


@pytest.mark.parametrize("how", AGAIN)
def test_the_same_document_again_moves_no_count(base, added, how):
    assert added(*AGAIN[how]) == base[1]


def test_ten_papers_that_carry_it_raise_nothing(base, added):
    before = beating(base[1])
    for n in range(9):
        added(f"paper-{n}.txt", f"Paper number {n}\n\n{WIRE.split(chr(10), 1)[1]}".encode())
    assert beating(added("paper-9.txt", b"Paper number nine\n\n" + WIRE.split("\n", 1)[1].encode())) == before


def test_a_witness_of_their_own_raises_both_bounds_by_one(base, added):
    lo, hi = beating(base[1])
    assert beating(added("k09.txt", UNRELATED.encode())) == (lo + 1, hi + 1)


def test_a_match_raises_nothing(base, added):
    football = b"Football\n\nOsk beat Vesk on Saturday. The coach said that his team had tortured their back four.\n"
    assert beating(added("football.txt", football)) == beating(base[1])
