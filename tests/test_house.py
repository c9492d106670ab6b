"""What ARCHITECTURE.md says and import-linter cannot hold: the front door, what records stand on, the size of modules."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import firsthand

ROOT = Path(firsthand.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
LINES = 500
LEAVES = {"errors", "flaws", "ids", "dates", "settings", "judgements"}


def imports(path):
    """(module, names) of every import in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module, [a.name for a in node.names]
        elif isinstance(node, ast.Import):
            yield from ((a.name, []) for a in node.names)


def test_every_name_of_the_front_door_opens():
    for name in firsthand.__all__:
        assert getattr(firsthand, name).__name__ == name
    assert firsthand.__version__
    with pytest.raises(AttributeError, match="no attribute 'anything'"):
        _ = firsthand.anything


def test_nothing_inside_imports_the_front_door():
    for path in MODULES:
        for module, names in imports(path):
            by_the_door = module == "firsthand" and (not names or set(names) & set(firsthand.__all__))
            assert not by_the_door, f"{path.relative_to(ROOT)} imports the front door"


def test_the_front_door_does_not_load_the_stages():
    code = "import firsthand, sys; print([m for m in ('spacy', 'numpy', 'sqlalchemy', 'click') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/record.py")), ids=lambda p: p.parent.name)
def test_records_stand_on_records(path):
    """A room's record imports records and leaves, none of its stage files, and no library but msgspec."""
    for module, names in imports(path):
        if module == "firsthand":
            assert set(names) <= LEAVES
        elif module.startswith("firsthand."):
            assert module.endswith(".record") or module.removeprefix("firsthand.") in LEAVES, module
        else:
            assert module.split(".")[0] in {*sys.stdlib_module_names, "msgspec"}, module


def test_a_module_can_be_read_in_one_sitting():
    lines = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert not {name: n for name, n in lines.items() if n > LINES}
