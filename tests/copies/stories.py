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


def report(number: int, words: int = 60) -> str:
    """Running text in sentences about a matter of its own, with names and numbers."""
    chance = random.Random(f"report {number}")
    sounds = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "an", "er")]
    own = ["".join(chance.choices(sounds, k=3)) for _ in range(40)]
    told: list[str] = []
    while len(told) < words:
        size = chance.randint(8, 14)
        some = [chance.choice(own) for _ in range(size)]
        some[size // 2] = chance.choice(own).capitalize()
        some[-2] = str(chance.randint(2, 900))
        told += [some[0].capitalize(), *some[1:-1], f"{some[-1]}."]
    return " ".join(told)


DISCLAIMER = """This message and whatever is attached to it are meant only for the person to whom they are addressed and may hold what is secret \
or protected by law. If you are not that person you may not read, copy, keep or pass on any part of it, nor do anything because of what it \
says. If it came to you by mistake, please let the sender know at once by return and destroy every copy, also those on paper. Nothing in it \
binds the company unless it was signed by two of its officers. Opinions are those of the writer alone. Messages may be changed on their way and we \
answer neither for that nor for harm that attached files may do to your machines, although we look at what we send. By writing to us you agree \
that your letters may be read and kept as the law requires. Please think of the woods before you print this."""

SENDER = """About Lake Relief. Lake Relief is an independent body that works for people who had to leave their homes, whatever they believe and \
wherever they come from. Since 1992 it has run clinics, schools and wells in the valleys of Vardenia and beyond. It takes no money from any \
government or party and lives from the gifts of some 40,000 friends. Its books are open to everyone and are looked at each year by auditors whom \
its members choose. Those who wish to know more, to speak with our staff in the field or to use our pictures free of charge may write to the press \
office in Osk, which answers on every day of the week and also at night."""

PREAMBLE = """The Assembly of the Lake Provinces, guided by the aims of its Charter, recalling its decisions 12/3 of 4 May 2011, 14/7 of 19 June 2013 \
and 21/2 of 1 March 2016, and all others on the matter, reaffirming that every person has a right to life, freedom and safety, noting with thanks \
the work of the Special Envoy and of the Council of Elders, welcoming that many states have let experts in, regretting that others have not, \
deeply troubled by what they have told, stressing that those who ordered or did wrong must answer for it before a court of law whatever their rank, \
mindful of the needs of women, children, the old and those who had to flee, and convinced that peace cannot last where the truth is hidden from \
those who have a claim to it, having looked at the report that the Envoy laid before it in Osk,"""

COOKIES = """We and our partners keep small files on your device and read them, so that the page works, so that we know how it is used and so that \
what is offered to you may please you. You may agree to all of it, choose what you agree to, or say no, which changes nothing in what you can read \
here. Some of our partners hold that they need not ask you; you can object to this too. What you chose holds for this site only and you can change \
it on any day by the link at the foot of each page. Those who are younger than sixteen must ask their parents before they agree to anything. Who wants \
to know more about how long such files are kept and by whom may read our notes on them."""

BACKGROUND = """The fighting in the north began nine years ago, when farmers rose against a tax on water and the army drove them from the lower towns. \
More than 30,000 people have been killed since, most of them civilians, according to the Council of the Lake Provinces, and one in five Vardenians has \
had to leave home. Several rounds of talks in Osk came to nothing. The government of President Halvard Stein calls the rebels bandits and has barred \
foreign reporters from the valleys; what is told from there by both sides can seldom be checked."""

QUESTIONS = (
    "Please tell us your full name and where you lived before the events that you wish to tell of.",
    "What did you see with your own eyes on that day, and where did you stand when you saw it?",
    "Who else was with you at the time, and do you know where these people are today?",
    "Did the men whom you saw wear uniforms, signs or colours by which you would know them again?",
    "Have you told any of this to somebody else before today, and if so to whom and when?",
    "Is there anything that you would like to add, or that we have not asked you about?",
)


def warrant(number: int) -> str:
    """A printed form, filled in for a person of its own."""
    chance = random.Random(f"warrant {number}")

    def name(parts: int) -> str:
        return " ".join(report(chance.randrange(10**6), 8).split()[0] for _ in range(parts))

    return f"""REPUBLIC OF VARDENIA. District Court of Osk. WARRANT OF ARREST No. {chance.randint(100, 999)}/{chance.randint(2010, 2022)}.

The court, having read the request of the prosecutor and what was put before it, finds that there is good reason to believe that {name(3)}, born on \
{chance.randint(1, 28)} March {chance.randint(1950, 2000)} in {name(1)}, living at {chance.randint(1, 200)} {name(1)} Street, {name(1)}, working as a \
{name(1).lower()} for {name(2)}, has committed the deed that is punished under section {chance.randint(20, 400)} of the Penal Code, and that the person might \
flee or hide what could be used as proof if left free. It therefore orders every officer of the police to take the person before a judge of this court \
without delay and in any case before the end of the second day after the arrest, with whatever papers are found. The person must be told in a tongue \
that he or she understands why the arrest was made and may call one member of the family and a lawyer. An appeal may be made to the Court of \
Appeal within ten days. Given in Osk on {chance.randint(1, 28)} {chance.choice(("May", "June", "July"))} {chance.randint(2010, 2022)}. {name(2)}, judge; {name(2)}, clerk."""


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
