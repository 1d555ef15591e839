"""Names of encodings."""

from __future__ import annotations

import codecs
import encodings.aliases

import pytest
from decoding import double_bytes

from newword.corpus.open.decode import (
    canonical_encoding,
)
from newword.errors import ConfigError

# -------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("auto", "auto"),
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp65001", "utf-8"),
        ("gbk", "gb18030"),
        ("GB2312", "gb18030"),
        ("cp936", "gb18030"),
        ("GB18030", "gb18030"),
        ("big5", "big5"),
        ("Big5-HKSCS", "big5hkscs"),
        ("utf-16le", "utf-16-le"),
        ("UTF-16", "utf-16"),
        ("shift_jis", "shift_jis"),
        ("latin-1", "iso8859-1"),
    ],
)
def test_an_encoding_has_one_name(name: str, canonical: str) -> None:
    assert canonical_encoding(name) == canonical


NOT_FOR_TEXT = {
    "base64_codec",
    "bz2_codec",
    "hex_codec",
    "mbcs",
    "quopri_codec",
    "rot_13",
    "uu_codec",
    "zlib_codec",
}


@pytest.mark.parametrize("name", sorted(set(encodings.aliases.aliases.values())))
def test_every_text_codec_of_python_is_known_and_no_other(name: str) -> None:
    if name in NOT_FOR_TEXT:
        with pytest.raises(ConfigError):
            canonical_encoding(name)
    else:
        assert codecs.lookup(canonical_encoding(name))


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("gbkk", "did you mean gbk"),
        ("gb-18030", "gb18030"),
        ("uft-8", "utf_8"),
        ("big-5-hkscs", "big5_hkscs"),
        ("nonsense", "try auto"),
        ("base64", "try auto"),
        ("punycode", "unknown encoding"),
        ("undefined", "unknown encoding"),
        ("a\0b", r"a\\x00b"),
        ("", "unknown encoding"),
    ],
)
def test_an_unknown_encoding_is_a_config_error_with_near_names(name: str, advice: str) -> None:
    with pytest.raises(ConfigError, match=advice):
        canonical_encoding(name)


@pytest.mark.parametrize("name", ["gbk", "gb2312"])
def test_the_superset_reads_every_word_character_as_the_smaller_encoding_does(name: str) -> None:
    for pair in double_bytes():
        text = pair.decode(name, "ignore")
        if len(text) == 1 and text.isalpha() and pair == text.encode(name):
            assert pair.decode(canonical_encoding(name)) == text
