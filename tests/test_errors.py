"""The tree of errors: each has a cure and an exit code, survives a trip to another process, and stands in the docstring."""

import pickle

import pytest

from firsthand import errors

TREE = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.FirsthandError)]


@pytest.mark.parametrize("kind", TREE, ids=lambda k: k.__name__)
def test_an_error_keeps_what_happened_and_what_to_do(kind):
    made = kind("the disk is full", "free some space")
    sent = pickle.loads(pickle.dumps(made))
    assert (type(sent), sent.what, sent.cure, str(sent)) == (
        kind,
        "the disk is full",
        "free some space",
        "the disk is full",
    )
    assert sent.exit_code == (2 if issubclass(kind, errors.WrongUse) else 1)


@pytest.mark.parametrize("kind", TREE, ids=lambda k: k.__name__)
def test_the_docstring_draws_the_whole_tree(kind):
    assert kind.__name__ in errors.__doc__
