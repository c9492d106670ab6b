"""Annotate: tokens, tags, dependencies, forms and names of passages: what a spaCy pipeline sets, in less than half of its time.

The tokenizer, the tagger's last layer and the parser are spaCy's; the networks under them, the forms and the names are computed by
`encode`, `forms` and `names`, which give the same annotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from firsthand.statements.encode import Encoder, batches
from firsthand.statements.forms import Forms
from firsthand.statements.names import Names

TOGETHER = 1024
"""So many words are parsed at a time: of many passages at once, since a step is taken in all of them by one multiplication, but no more
than the processor's cache holds (4 kB a word)."""


class Annotator:
    """The pipeline `nlp`: tok2vec, tagger, parser, attribute_ruler, lemmatizer and ner."""

    def __init__(self, nlp: Language) -> None:
        """Raises ValueError where its parts are built otherwise than the modules beside this one know."""
        self.nlp = nlp
        tok2vec, self._tagger, self._parser = (self._part(name) for name in ("tok2vec", "tagger", "parser"))
        self._encoder = Encoder(tok2vec.model)
        self._forms = Forms(nlp)
        self._names = Names(self._part("ner"))

    def _part(self, name: str) -> Any:
        return self.nlp.get_pipe(name)

    def annotate(self, texts: Sequence[str]) -> list[Doc]:
        """The annotated Doc of each text."""
        docs = [self.nlp.make_doc(text) for text in texts]
        for doc, vectors in zip(docs, self._encoder.encode(docs), strict=True):
            doc.tensor = vectors  # type: ignore[assignment]
        self._tagger.set_annotations(docs, self._tagger.predict(docs))
        for some in batches(docs, TOGETHER):
            self._parser.set_annotations(some, self._parser.predict(some))
        self._forms.annotate(docs)
        self._names.annotate(docs)
        return docs
