"""Dictionaries for Thai, Tibetan and ICU say what their consumers read, and those use the words."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import environment
from lexicons import contexts_in, make_lexicon

from newword import load_dictionary
from newword.export import ConsumerReport, write

THAI = ["เรียนภาษาไทย", "คนไทยฌ"]
THAI_TEXTS = ["คนไทยฌเรียนภาษาไทย", "เรียนภาษาไทยกับคนไทยฌ"]
TIBETAN = ["བོད་སྐད་", "ཚིག་མཛོད་"]
TIBETAN_TEXTS = ["བོད་སྐད་ཀྱི་ཚིག་མཛོད་ཡིན།", "ང་བོད་སྐད་དང་"]


def needs(*packages: str) -> Any:
    missing = [one for one in packages if not importlib.util.find_spec(one)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {' '.join(missing)}")


def encoded(words: list[str], format_: str, **options: Any) -> tuple[str, Any]:
    out = io.BytesIO()
    texts = options.pop("texts", None)
    lexicon = make_lexicon(words, contexts=contexts_in(texts) if texts else None)
    report = write(lexicon, out, format=format_, **options)
    return out.getvalue().decode(), report


@pytest.mark.parametrize(
    ("format_", "word", "line"),
    [
        ("newmm", "ภาษาไทย", "ภาษาไทย"),
        ("botok", "བོད་སྐད་", "བོད་སྐད\t\t\t\t10"),
        ("icu", "ភាសាខ្មែរ", "ភាសាខ្មែរ"),
    ],
)
def test_a_line_has_what_its_consumer_reads(
    format_: str, word: str, line: str, tmp_path: Path
) -> None:
    text, _ = encoded([word], format_)
    assert text == line + "\n"
    (tmp_path / "words").write_text(text, "utf-8")
    assert list(load_dictionary(tmp_path / "words")) == [word.rstrip("་")]


@pytest.mark.parametrize(
    ("format_", "word", "reason"),
    [
        ("newmm", "陆沉舟", "newmm cuts Thai alone"),
        ("newmm", "བོད་སྐད་", "newmm cuts Thai alone"),
        ("botok", "ภาษาไทย", "botok cuts Tibetan alone"),
        ("icu", "བོད་སྐད་", "ICU has a dictionary for Thai"),
        ("jieba", "ภาษาไทย", "jieba cuts the text"),
    ],
)
def test_a_word_of_another_script_is_left_out_and_named(
    format_: str, word: str, reason: str
) -> None:
    text, report = encoded([word], format_)
    assert text == ""
    [(refused, why)] = report.refused
    assert refused == word
    assert reason in why


@pytest.mark.exhaustive
@needs("pythainlp")
def test_newmm_cuts_the_words_whole() -> None:
    _, report = encoded(THAI, "newmm", texts=THAI_TEXTS, verify=True)
    assert isinstance(report, ConsumerReport)
    assert report.split == ()
    assert report.whole == len(THAI)


@pytest.mark.exhaustive
@needs("botok")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # open files
def test_botok_cuts_the_words_whole_and_without_them_by_syllables() -> None:
    _, report = encoded(TIBETAN, "botok", texts=TIBETAN_TEXTS, verify=True)
    assert isinstance(report, ConsumerReport)
    assert report.split == ()
    assert report.whole == len(TIBETAN)


@pytest.mark.exhaustive
@needs("icu")
@pytest.mark.skipif(not shutil.which("gendict"), reason="icu-devtools is not installed")
def test_icu_takes_a_compiled_list_in_place_of_its_own(tmp_path: Path) -> None:
    import icu

    text, _ = encoded(THAI, "icu")
    (tmp_path / "words.txt").write_text(text + "คน\nไทย\n", "utf-8")
    data = tmp_path / f"icudt{icu.ICU_VERSION.partition('.')[0]}l" / "brkitr"
    data.mkdir(parents=True)
    line = ["gendict", "--uchars", str(tmp_path / "words.txt"), str(data / "thaidict.dict")]
    subprocess.run(line, check=True, capture_output=True)
    script = (
        "import icu, sys\n"
        "found = icu.BreakIterator.createWordInstance(icu.Locale('th'))\n"
        "found.setText(sys.argv[1])\n"
        "print(*found)"
    )
    cuts = [
        subprocess.run(
            [sys.executable, "-c", script, THAI_TEXTS[0]],
            env=environment() | more, check=True, capture_output=True, text=True,
        ).stdout.split()
        for more in ({}, {"ICU_DATA": str(tmp_path)})
    ]  # fmt: skip
    if cuts[0] == cuts[1]:
        pytest.skip("this build of ICU reads no data but its own")
    assert cuts[1] == ["6", str(len(THAI_TEXTS[0]))]
