"""Who tells what they saw or lived through, and who only speaks as if."""

from __future__ import annotations

import pytest
from tests.statements.reading import only


@pytest.mark.parametrize(
    ("words", "lived"),
    [
        ("“I saw the soldiers burn the house,” the woman said.", True),
        ("The woman said she saw the soldiers burn the house.", True),
        ("The man said he was beaten by the guards.", True),
        ("The man said that soldiers came and that he was beaten.", True),
        ("The bishop said that the cook was sure of what she had seen.", False),
        ("I heard the soldiers kick two men in the yard.", True),
        ("I heard the soldiers had beaten two men in the yard.", False),
        ("“They beat me every day,” the man said.", True),
        ("The agency said she was beaten by the guards.", False),
        ("Several prisoners described being beaten with cables.", True),
        ("The woman said the soldiers burned the house.", False),
        ("The women said he was beaten by the guards.", False),
        ("“We have seen three bodies in the yard,” the porter said.", True),
        ("“All we could see was smoke,” the porter said.", True),
        ("“They were beating me with cables,” the man said.", True),
        ("“They began to beat me,” the man said.", True),
        ("“I was arrested and beaten,” the man said.", True),
        ("“I heard them screaming,” the man said.", True),
        ("“We see this as harassment,” the editor said.", False),
        ("“We have seen an alarming surge in arrests,” the editor said.", False),
        ("“We are undergoing a difficult transition,” the editor said.", False),
        ("“We see an accident in the mines every week,” the teacher said.", False),
        ("“We have seen that more people speak up,” the teacher said.", False),
        ("“We are watching these gangs day and night,” the officer said.", False),
        ("“We are watching them burn the house,” the woman said.", True),
        ("“We were watching the soldiers in the yard,” the woman said.", True),
        ("“We heard that the men were beaten,” the teacher said.", False),
        ("“I heard reports of beatings,” the teacher said.", False),
        ("“They would beat me if I went back,” the man said.", False),
        ("“I did not see any beating,” the man said.", False),
        ("“It could deprive us of vital evidence,” the editor said.", False),
    ],
)
def test_first_hand(words: str, lived: bool) -> None:
    assert only(words).experienced is lived
