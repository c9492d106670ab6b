"""What a stage could not do is told with the name by which a person knows the document."""

from firsthand.inquiry.open import open_inquiry


def test_a_text_without_rules_for_its_language_is_told_by_name(tmp_path):
    (tmp_path / "tal.txt").write_text(
        "Borgmesteren i Osk sagde mandag, at broen over søen havde været lukket hele vinteren."
    )
    with open_inquiry(tmp_path / "inquiry", create=True) as inquiry:
        inquiry.collect([tmp_path / "tal.txt"])
        inquiry.read()
        inquiry.extract()
        (told,) = inquiry.contents().flaws
    assert (told.stage, told.kind, told.name) == ("extract", "language", "tal.txt")
