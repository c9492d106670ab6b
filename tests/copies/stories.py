"""Invented stories from the invented country of Vardenia, and ways to damage them."""

from __future__ import annotations

import random

from firsthand.documents.record import Text

STORY = """Soldiers of the Third Brigade surrounded the village of Telm before dawn on 14 March 2019 and drove its people into the school. \
Ilena Vorst, a teacher, counted 212 people in two rooms. She said that Captain Rado Keln read out 37 names from a list.

The men who were called had to walk to the quarry behind the mill at Osk Ford. Shots were heard from there until noon, according to Vorst \
and to the priest, Father Anton Brehl, who hid in the bell tower of Saint Agna.

In April the Ministry of Justice in Osk opened an inquiry under Judge Mara Dolen. It has heard 14 witnesses but no soldier. A \
spokesman, Jon Petrak, said that the army would answer every question when the time had come.

Relatives have asked the Council of the Lake Provinces to send experts to open the grave, where at least 29 bodies are believed to lie. \
The mayor of Telm, Edda Quint, wrote to President Halvard Stein on 2 June but got no reply."""

TWIN = """Vardenian troops herded villagers into a school in Telm and shot dozens of men, survivors have told a judge. \
Father Anton Brehl watched from a church tower on 14 March 2019 as columns left for a disused quarry.

Edda Quint, who has been mayor of Telm since the autumn, wants President Halvard Stein to let outside experts dig. Her letter has gone \
unanswered since June. The Council of the Lake Provinces says it could send a team within a week.

Judge Mara Dolen has questioned villagers such as the teacher Ilena Vorst, who remembers an officer with a list. The Ministry of Justice \
did not say whether Captain Rado Keln would be called. Jon Petrak, for the ministry, spoke of patience."""

OTHER = """The river Anse rose by two metres overnight and flooded the lower town of Brenn, where firemen took forty families from their \
roofs. Bakers gave away bread at the station. The railway to the coast stays closed until engineers have looked at both bridges, said the \
company, which hopes to run buses from Friday. It was the fourth flood in ten years, and farmers asked again for the dyke that was promised \
to them after the second. Insurance pays for cellars only."""


def text(document: str, of: str, outlet: str = "", title: str = "", language: str = "en") -> Text:
    return Text(document=document, text=of, passages=(), outlet=outlet, title=title, language=language)


def page(number: int, words: int = 60) -> str:
    """A page of its own invented words about a matter of its own."""
    chance = random.Random(number)
    return " ".join(
        f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{number}x{chance.randrange(90)}" for _ in range(words)
    )


def misread(of: str, share: float, seed: int = 1) -> str:
    """The text with so many of its letters misread."""
    chance = random.Random(seed)
    return "".join(chance.choice("aeionrt") if c.isalpha() and chance.random() < share else c for c in of)


def wrapped(of: str, width: int, hyphens: bool = False) -> str:
    """The text reflowed to lines of `width`, with long words broken at the line's end or not."""
    lines, line = [], ""
    for word in of.split():
        if len(line) + len(word) < width:
            line = f"{line} {word}".strip()
        elif hyphens and len(word) > 6 and word.isalpha():
            lines.append(f"{line} {word[:4]}-")
            line = word[4:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


def reworded(of: str, share: float, seed: int = 1) -> str:
    """The text with so many of its longer small words exchanged, as a bad translation there and back does."""
    chance = random.Random(seed)
    return " ".join(
        chance.choice(("matter", "towards", "making", "habit", "ground", "upper", "carry", "simple", "beneath"))
        if word.islower() and len(word) > 3 and chance.random() < share
        else word
        for word in of.split(" ")
    )
