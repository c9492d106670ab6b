"""What lies under the places given is taken in, however it is named."""

import os

from firsthand.inquiry.open import open_inquiry

STORY = "The mayor of Osk said on Monday that the bridge over the lake had been closed for the whole winter."


def test_a_name_that_is_no_utf8_is_kept_as_it_can_be_written(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / os.fsdecode(b"story\xff\xfe.txt")).write_text(STORY)
    (folder / "pipe\udcff").symlink_to("nowhere")
    with open_inquiry(tmp_path / "inquiry", create=True) as inquiry:
        assert inquiry.collect([folder]) == 1
        contents = inquiry.contents()
        assert inquiry.collect([folder]) == 0
    assert [d.name for d in contents.documents] == [r"story\xff\xfe.txt"]
    assert [f.name for f in contents.flaws] == [r"sources/pipe\xff"]
