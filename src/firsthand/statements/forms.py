"""Forms: part of speech, features and lemma of each word, as spaCy's attribute ruler and lemmatizer set them, looked up.

Both decide by the word, its tag and its dependency label; some of the ruler's patterns look at the word after it, too ("gon" "na", "there"
"is"). Most words and labels stand in no pattern and are alike to the ruler. So it is asked once for each kind of word, the lemmatizer once
for each form, and what they say is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

KEPT = 100_000
"""So many forms are remembered; then they are forgotten."""
SET: list[int | str] = ["TAG", "DEP", "POS", "MORPH", "LEMMA"]

Key = tuple[int, int, int]
Run = tuple[Key, ...]
Form = tuple[int, int, int, int, int]


class Patterns:
    """Which words and dependency labels some of `specs` (words of patterns of a Matcher) ask for."""

    def __init__(self, specs: Collection[dict[str, Any]]) -> None:
        """Raises ValueError where a pattern asks for anything else but a word, a tag, a label and whether it is a blank."""
        if any(spec.keys() - {"LOWER", "TAG", "DEP", "IS_SPACE"} for spec in specs):
            raise ValueError("a pattern that is not known here")
        self.words: set[str] = set()
        self.labels: set[str] = set()
        self._like: list[re.Pattern[str]] = []
        for spec in specs:
            for name, into in (("LOWER", self.words), ("DEP", self.labels)):
                asked = spec.get(name, {})
                for kind, value in ({"IN": [asked]} if isinstance(asked, str) else asked).items():
                    if kind in ("IN", "NOT_IN"):
                        into.update(value)
                    elif kind == "REGEX" and into is self.words:
                        self._like.append(re.compile(str(value)))
                    else:
                        raise ValueError(f"a predicate that is not known here: {kind}")

    def asks(self, word: str) -> bool:
        """Whether a pattern may tell this word from others."""
        low = word.lower()
        return low in self.words or low.isspace() or any(p.search(low) for p in self._like)


class Forms:
    """The attribute ruler and the lemmatizer of `nlp`: `annotate` sets what they set."""

    def __init__(self, nlp: Language) -> None:
        """Raises ValueError where the ruler has patterns that this module does not know."""
        self._vocab = nlp.vocab
        pipes: dict[str, Any] = dict(nlp.pipeline)
        self._ruler, self._lemmatizer = pipes["attribute_ruler"], pipes["lemmatizer"]
        index = self._lemmatizer.lookups.get_table("lemma_index")
        for part, words in list(
            index.items()
        ):  # lists of ten thousand words that are only asked whether a word is in them
            index[part] = frozenset(words)
        patterns = [p for entry in self._ruler.patterns for p in entry["patterns"]]
        if any(len(p) > 2 for p in patterns):
            raise ValueError("the attribute ruler has a pattern of more than two words")
        self._every = Patterns([spec for p in patterns for spec in p])
        self._first = Patterns([p[0] for p in patterns if len(p) > 1])
        strings = nlp.vocab.strings
        self._word = strings.add(next(w for w in ("mill", "road", "tree") if not self._every.asks(w)))
        self._label = strings.add(next(d for d in ("amod", "compound", "ROOT") if d not in self._every.labels))
        self._opens: dict[Key, bool] = {}
        self._alone: dict[Key, Form] = {}
        self._known: dict[Run, tuple[Form, ...]] = {}
        self._ruled: dict[Run, tuple[Form, ...]] = {}
        self._lemmas: dict[Key, int] = {}

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set the forms of tagged and parsed `docs`."""
        docs = [doc for doc in docs if len(doc)]
        keys: list[list[Key]] = [list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist())) for doc in docs]
        forms = [list(map(self._alone.get, of)) for of in keys]
        left = {n: list(self._runs(keys[n])) for n, of in enumerate(forms) if None in of}
        self._learn({run for of in left.values() for run in of if run not in self._known})
        for n, doc in enumerate(docs):
            made = forms[n] if n not in left else [form for run in left[n] for form in self._known[run]]
            array: Any = np.array(made, dtype=np.uint64)
            doc.from_array(SET, array)
        if len(self._known) > KEPT:
            for table in (self._alone, self._opens, self._known, self._ruled, self._lemmas):
                table.clear()

    def _runs(self, keys: Sequence[Key]) -> Iterator[Run]:
        """The words one by one; one that may open a pattern together with what follows."""
        start = 0
        for n, key in enumerate(keys, start=1):
            opens = self._opens.get(key)
            if opens is None:
                word, _, label = (self._vocab.strings[k] for k in key)
                opens = self._opens[key] = label in self._first.labels or self._first.asks(word)
            if n == len(keys) or not opens:
                yield tuple(keys[start:n])
                start = n

    def _learn(self, runs: Collection[Run]) -> None:
        """Ask for the forms of `runs`."""
        kinds = {run: tuple(map(self._kind, run)) for run in runs}
        self._rule({kind for kind in kinds.values() if kind not in self._ruled})
        ruled = [
            (key, form, kind[2])
            for run in runs
            for key, form, kind in zip(run, self._ruled[kinds[run]], kinds[run], strict=True)
        ]
        self._lemmatize({(key[0], form[2], form[3]) for key, form, _ in ruled} - self._lemmas.keys())
        made = iter(
            (
                form[0],
                key[2] if form[1] == label else form[1],
                form[2],
                form[3],
                form[4] or self._lemmas[key[0], form[2], form[3]],
            )
            for key, form, label in ruled
        )
        for run in runs:
            self._known[run] = forms = tuple(next(made) for _ in run)
            if len(run) == 1 and not self._opens[run[0]]:
                self._alone[run[0]] = forms[0]

    def _kind(self, key: Key) -> Key:
        """A word that is to the ruler what this one is."""
        word, tag, label = key
        named = self._vocab.strings[label] in self._every.labels
        return word if self._every.asks(self._vocab.strings[word]) else self._word, tag, label if named else self._label

    def _rule(self, runs: Collection[Run]) -> None:
        """Ask the ruler: all in one Doc, with a word between two that is in no pattern."""
        between = self._word, self._vocab.strings.add("NN"), self._label
        keys = [key for run in runs for key in (*run, between)]
        if not keys:
            return
        words, tags, deps = ([self._vocab.strings[k] for k in column] for column in zip(*keys, strict=True))
        doc = self._ruler(Doc(self._vocab, words=words, tags=tags, deps=deps, heads=[0] * len(keys)))
        forms: list[Form] = list(map(tuple, doc.to_array(SET).tolist()))
        start = 0
        for run in runs:
            self._ruled[run] = tuple(forms[start : start + len(run)])
            start += len(run) + 1

    def _lemmatize(self, keys: Collection[Key]) -> None:
        """Ask the lemmatizer for words with a part of speech and features."""
        if not keys:
            return
        words, parts, morphs = ([self._vocab.strings[k] for k in column] for column in zip(*keys, strict=True))
        doc = self._lemmatizer(Doc(self._vocab, words=words, pos=parts, morphs=morphs))
        self._lemmas.update(zip(keys, doc.to_array("LEMMA").tolist(), strict=True))
