import pytest

from partyhub.accounts import passwords
from partyhub.roles import Role
from tests.accounts.people import PASSWORD


@pytest.fixture(autouse=True)
def speech(app):
    """The sentences need an application to find their language."""


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "a" * 129,
        "",
        "xx-li.ming-xx-yy",
        "xx-LI.MING-xx-yy",
        "my PartyHub entry",
        "our dangjian work",
        "ｐａｒｔｙｈｕｂ ok then",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcabcabcabc",
        "abcdefghijkl",
        "lkjihgfedcba",
        "123456789012",
        "987654321098",
        "qwertyuiopqw",
        "abcdefgh1234",
        "1234-5678-9012",
        "password1234",
        "PASSWORD1234",
        "woaini1314520",
        "党党党党党党党党党党党党",
    ],
)
def test_weak_passwords_are_refused_with_a_sentence(password):
    assert passwords.find_weakness(password, "li.ming", Role.AUDITOR)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "twelve chars",
        "我们一起去看海吧好不好呀",
        "x7!kQ2#pL9$m",
        "#$%^&*()_+{}|:",
        "a" * 20 + " blue kettle",
        "x" * 60 + "yzabc" * 10,
    ],
)
def test_other_passwords_pass(password):
    assert passwords.find_weakness(password, "li.ming", Role.AUDITOR) is None


def test_administrators_need_longer_ones():
    assert passwords.find_weakness("fourteen chars", "li.ming", Role.AUDITOR) is None
    assert passwords.find_weakness("fourteen chars", "li.ming", Role.ADMINISTRATOR)
    assert passwords.find_weakness("fifteen  chars!", "li.ming", Role.ADMINISTRATOR) is None


def test_a_password_is_compared_as_it_was_received():
    stored = passwords.hash_password(" Ä spaced one ")
    assert passwords.verify_password(stored, " Ä spaced one ")
    assert not passwords.verify_password(stored, "Ä spaced one")
    assert not passwords.verify_password(stored, " A\u0308 spaced one ")


def test_what_cannot_be_right_is_wrong():
    stored = passwords.hash_password(PASSWORD)
    assert not passwords.verify_password(None, PASSWORD)
    assert not passwords.verify_password("no hash", PASSWORD)
    assert not passwords.verify_password(stored, PASSWORD + "x" * 1_000_000)
    assert not passwords.verify_password(stored, "\ud800 a lone surrogate")


def test_made_passwords_are_readable_random_and_good():
    made = {passwords.generate_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        groups = password.split("-")
        assert [len(group) for group in groups] == [4, 4, 4, 4]
        assert not set("".join(groups)) & set("0oO1lIi")
        assert passwords.find_weakness(password, "li.ming", Role.ADMINISTRATOR) is None
