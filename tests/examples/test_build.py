"""The made documents say what their texts say: nobody edits one and forgets the other."""

from __future__ import annotations

import importlib.util
import zipfile
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spec = importlib.util.spec_from_file_location("build", EXAMPLES / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("built")
    module.build(folder)
    return folder


@pytest.mark.parametrize("name", ["legal-aid-report.pdf", "bar-letter.pdf"])
def test_a_pdf_is_built_from_its_text(built: Path, name: str) -> None:
    assert (built / name).read_bytes() == (EXAMPLES / "sources" / name).read_bytes()


@pytest.mark.parametrize("name", ["testimony-v07.docx", "kiln-street-register.docx"])
def test_a_docx_is_built_from_its_text(built: Path, name: str) -> None:
    # the words, not the package: how well it is compressed and the template around it may differ between versions
    with zipfile.ZipFile(built / name) as new, zipfile.ZipFile(EXAMPLES / "sources" / name) as old:
        assert new.read("word/document.xml") == old.read("word/document.xml")
