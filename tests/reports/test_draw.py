"""Drawings: nothing outside the picture, nothing unescaped, and a list where there is too much to draw."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from firsthand.reports.draw import LEFT, MOST, RIGHT, axis, graph, scale
from firsthand.reports.record import Axis, Bar, Edge, Graph, Node, Run, Sentence


@given(st.lists(st.floats(0, 1e12, allow_subnormal=False), min_size=1, max_size=20))
def test_values_keep_their_order_and_lie_within_the_picture(values: list[float]) -> None:
    place, ticks = scale(values)
    places = [place(v) for v in sorted(values)]
    assert places == sorted(places)
    assert all(LEFT - 0.01 <= p <= RIGHT + 0.01 for p in places)
    assert all(LEFT - 0.01 <= place(t) <= RIGHT + 0.01 for t in ticks)
    assert 2 <= len(ticks) <= 8


def test_an_axis_is_well_formed_whatever_the_words() -> None:
    hostile = '<script>alert(1)</script>" onload="x'
    bars = tuple(
        Bar(label=hostile, words=hostile, means=hostile, low=low, high=high, sentence=Sentence((Run("x"),), (1,)))
        for low, high in ((0, 0), (5, None), (1000, 2000))
    )
    drawn = str(axis(Axis(title=hostile, unit="persons", bars=bars)))
    root = ET.fromstring(drawn)
    assert {e.tag for e in root.iter()} == {"svg", "line", "text", "circle", "path", "title"}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]


def test_a_graph_shows_each_document_origin_and_line() -> None:
    drawn = graph(
        Graph(
            documents=(Node("D1", "a.txt"), Node("D2", "b.txt")),
            origins=(Node("O1", "the report", strong=True),),
            links=(Edge("D1", "O1"), Edge("D2", "O1")),
            copies=(Edge("D1", "D2", proposed=True),),
        )
    )
    root = ET.fromstring(str(drawn))
    classes = [e.attrib.get("class", "") for e in root.iter()]
    assert classes.count("link") == 2
    assert classes.count("tie proposed") == 1
    assert sum(c.startswith("node") for c in classes) == 3


def test_what_hangs_together_has_one_bracket_and_two_brackets_do_not_lie_upon_each_other() -> None:
    edges = (Edge("D1", "D3"), Edge("D3", "D5", proposed=True), Edge("D2", "D4"))
    drawn = graph(Graph(documents=tuple(Node(f"D{n}", "x") for n in range(1, 6)), origins=(), links=(), copies=edges))
    ties = [e.attrib for e in ET.fromstring(str(drawn)).iter() if e.attrib.get("class", "").startswith("tie")]
    assert sorted((t["class"], t["d"].count("H")) for t in ties) == [("tie", 2), ("tie proposed", 3)]
    assert len({t["d"].split("H")[1].split()[0] for t in ties}) == 2


def test_a_graph_too_large_to_read_is_left_to_the_list() -> None:
    nodes = tuple(Node(f"D{n}", "x") for n in range(MOST + 1))
    assert graph(Graph(documents=nodes, origins=(Node("O1", "y"),), links=())) == ""
