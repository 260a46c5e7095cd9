"""The key ring: how `TOKEN_KEYS` is read, and a key of its own for each purpose."""

import re

import pytest

from core.keys import Purpose, UnknownKey, derive, hkdf_sha256, parse_key_ring, signing_kid

SECRET_KEY = "the-secret-key-of-the-installation-0123456789-ABCDEFGHIJ"
ONE, TWO = "first-secret-0123456789-abcdefghij", "second-secret-0123456789-abcdefghi"

REFUSED = {
    "a:short": "the secret of 'a' must have 32 to 512",
    f"a:{'x' * 513}": "the secret of 'a' must have 32 to 512",
    f"a:{'x' * 20} {'x' * 20}": "the secret of 'a' must have",
    f"a:{'é' * 40}": "the secret of 'a' must have",
    ONE: "item 1 is not of the form kid:secret",
    f":{ONE}": "item 1 is not of the form kid:secret",
    f"a b:{ONE}": "item 1 is not of the form kid:secret",
    f"{'k' * 17}:{ONE}": "item 1 is not of the form kid:secret",
    f"sk-1:{ONE}": "does not begin with 'sk-'",
    f"a:{ONE},": "item 2 is not of the form kid:secret",
    f"a:{ONE},,b:{TWO}": "item 2 is not of the form kid:secret",
    f"a:{ONE},a:{TWO}": "two keys have the id 'a'",
    "secret-key,secret-key": "two keys have the id 'sk-",
    f"a:{ONE},b:{ONE}": "item 2 has the secret of another key",
    f"secret-key,b:{SECRET_KEY}": "item 2 has the secret of another key",
    ",".join(f"k{n}:{ONE}{n}" for n in range(11)): "write at most 10 keys",
}


@pytest.fixture
def use_keys(settings):
    def use(text):
        settings.TOKEN_KEYS = parse_key_ring(text, SECRET_KEY)

    return use


@pytest.mark.parametrize(("text", "sentence"), REFUSED.items(), ids=[text[:30] for text in REFUSED])
def test_malformed_key_ring_is_refused_with_a_message_that_names_no_secret(text, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)) as error:
        parse_key_ring(text, SECRET_KEY)

    assert not any(secret in str(error.value) for secret in (ONE, TWO, SECRET_KEY, "x" * 20))


def test_key_ring_keeps_the_order_of_its_keys_and_accepts_spaces_and_line_breaks():
    ring = parse_key_ring(f" b:{ONE} ,\na:{TWO}\nsecret-key\n", SECRET_KEY)

    assert list(ring.keys)[:2] == ["b", "a"]
    assert ring.first.kid == "b"
    assert ring.has_secret_key
    assert ONE not in repr(ring)


def test_key_ring_without_text_is_the_secret_key_under_an_id_that_depends_on_it():
    ring, other = parse_key_ring("", SECRET_KEY), parse_key_ring("secret-key", SECRET_KEY + "x")

    assert len(ring.keys) == 1
    assert ring.first.kid != other.first.kid
    assert ring.first.secret == SECRET_KEY.encode()


def test_first_key_signs_and_each_kid_selects_its_own_key(use_keys):
    use_keys(f"a:{ONE},b:{TWO}")

    assert signing_kid() == "a"
    assert derive(Purpose.TOKENS) == derive(Purpose.TOKENS, "a") != derive(Purpose.TOKENS, "b")
    with pytest.raises(UnknownKey):
        derive(Purpose.TOKENS, "c")


def test_each_purpose_has_a_key_of_its_own_that_does_not_depend_on_the_place_in_the_ring(use_keys):
    use_keys(f"a:{ONE},b:{TWO}")
    first = {purpose: derive(purpose, "a") for purpose in Purpose}
    use_keys(f"b:{TWO},a:{ONE}")

    assert {purpose: derive(purpose, "a") for purpose in Purpose} == first
    assert len(set(first.values())) == len(Purpose)
    assert {len(key) for key in first.values()} == {32}
    assert ONE.encode() not in first.values()


def test_secret_key_signs_tokens_itself_and_is_derived_for_every_other_purpose(use_keys):
    use_keys("")

    direct = {purpose for purpose in Purpose if derive(purpose) == SECRET_KEY.encode()}
    assert direct == {Purpose.TOKENS}


def test_hkdf_has_the_results_of_rfc_5869():
    first = hkdf_sha256(bytes.fromhex("0b" * 22), salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)), length=42)
    third = hkdf_sha256(bytes.fromhex("0b" * 22), salt=b"", info=b"", length=42)

    assert first.hex().startswith("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b8")
    assert third.hex().startswith("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4")
