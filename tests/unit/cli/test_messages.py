"""The catalogue is complete, and every message finds its translation however its values look."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from newword.cli.messages import LOCALE, Catalogue, language
from newword.cli.screen.wide_help import columns, wrap
from newword.errors import OutputError
from newword.platform.core_messages import core_message
from newword.platform.files import commit
from newword.platform.message import Message, message
from newword.platform.plural import count_of

pytest.importorskip("babel", reason="the catalogue is read by Babel")

from tools import messages
from tools.message_sources import (
    _core_messages,
    _python_messages,
    core_texts,
    find_messages,
    unmarked_texts,
    wrong_values,
)

WAY = "run `python -m tools.messages`, translate what is empty in newword.po, run it again"


@pytest.fixture(scope="module")
def chinese() -> Catalogue:
    return Catalogue.read("zh_CN")


def templates() -> list[str]:
    """Those that a message can be made of: click's own are formatted otherwise."""
    found = (text for text in find_messages() if isinstance(text, str))
    return [text for text in found if "!r}" not in text and not re.search(r"[^{]\{\d", text)]


def names_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


# -------------------------------------------------------------------------------- the catalogue


def test_every_message_is_translated_with_its_values() -> None:
    found = messages.problems(messages.read_catalogue())
    assert found == [], WAY


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert messages.is_compiled(messages.read_catalogue()), WAY
    installed = LOCALE / messages.MO.relative_to(messages.ROOT / "newword" / "locale")
    assert installed.read_bytes() == messages.MO.read_bytes()


def test_what_is_wrong_with_a_catalogue_is_found() -> None:
    catalogue = messages.read_catalogue()
    for change, expected in (
        ({"string": ""}, "translate it"),
        ({"string": "没有 {nothing}"}, "correct its {values}"),
        ({"string": "没有 {"}, "correct its {values}"),
        ({"flags": {"fuzzy"}}, "take `fuzzy` away"),
    ):
        entry = catalogue.get(
            "cannot read the dictionary {shown}: {reason}; name a readable file, or jieba"
        )
        before = dict(vars(entry))
        vars(entry).update(change)
        [line] = messages.problems(catalogue)
        assert line.startswith(expected) or expected in line
        assert "cannot read the dictionary" in line
        vars(entry).update(before)
    catalogue.add("nobody says this", "没人这么说")
    catalogue.delete("no time")
    assert len(messages.problems(catalogue)) == 2


def test_an_update_keeps_translations_and_drops_what_nobody_says() -> None:
    catalogue = messages.read_catalogue()
    before = catalogue.get("no time").string
    catalogue.add("nobody says this", "没人这么说")
    after = messages.updated(catalogue)
    assert after.get("no time").string == before
    assert after.get("nobody says this") is None


# ------------------------------------------------------------------------------- finding messages


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('raise E(message("{a} is {b}", a=a, b=b))', ["{a} is {b}"]),
        ('x = message("one " "text" if y else "other text")', ["one text", "other text"]),
        ('x = template("{a}, {b}")', ["{a}, {b}"]),
        ('x = count_of(n, "word")', [("{number} word", "{number} words")]),
        ('x = count_of(n, "place", "that is bad")',
         [("{number} place that is bad", "{number} places that are bad")]),
        ('x = counted(n, "{number} is left", "{number} are left")',
         [("{number} is left", "{number} are left")]),
        ('x = message(made_elsewhere, a=a)', []),
        ('x = count_of(n, unit)', []),
        ('x = f"some words of {x}"', []),
    ],
)  # fmt: skip
def test_messages_are_found_in_python(source: str, expected: list[object]) -> None:
    assert list(_python_messages(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('fail(1, "it is cut off");', ["it is cut off"]),
        ('fail(at, "has " + std::to_string(n) + " \\"units\\" in all" + kDamaged);', []),
        ('throw FormatError(path, std::string("read with") + (x ? "" : "out") + " lines");',
         ["read with lines", "read without lines"]),
        ('constexpr const char* kDamaged = "; it is damaged";', []),
    ],
)  # fmt: skip
def test_messages_without_values_are_found_in_the_core(source: str, expected: list[str]) -> None:
    assert list(_core_messages(source)) == expected


def test_every_text_of_the_core_is_a_message(chinese: Catalogue) -> None:
    numbered = 0
    for path in (messages.ROOT / "csrc").rglob("*.?pp"):
        if "tests" in path.parts:
            continue
        for text in core_texts(path.read_text("utf-8")):
            if IMPOSSIBLE.search(text):
                continue
            said = text
            for place, value in CORE_VALUES.items():
                said = said.replace(place, value)
            said = re.sub(r"\{value_\d+\}", "7", said)
            found = core_message(said)
            numbered += said != text
            assert found == said
            assert said == text or found.values, f"a template of core_messages.py for: {said}"
            shown = chinese.translate(found)
            assert re.search("[\u4e00-\u9fff]", shown), said
            assert "7" in shown or "7" not in said, (said, shown)
    assert numbered > 15


IMPOSSIBLE = re.compile("with {.*first file with it|without {.*first file without it")
CORE_VALUES = {
    "its text was read with {value_2}": "its text was read with join_lines",
    "its text was read without {value_2}": "its text was read without join_lines",
    "the {value_1} is cut off": "the index is cut off",
    "the {value_1} is no": "the first number is no",
    "{value_0} is cut off": "block 7 is cut off",
    "{value_0} in block": "a code that no unit has in block",
    "the checksum of {value_1} is": "the checksum of block 7 is",
}


def test_what_the_core_says_of_a_file_begins_with_its_path(chinese: Catalogue) -> None:
    found = core_message(
        "at byte 9: block 3 is cut off; the file is damaged: fetch it again, or count again", "a\nb"
    )
    assert found.startswith("a\\x0ab: at byte 9: block 3 is cut off; the file")
    assert chinese.translate(found).startswith("a\\x0ab：第 9 字节处：第 3 块被截断；")


SOURCES = sorted((messages.ROOT / "newword").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(messages.ROOT)))
def test_every_text_for_people_is_a_message_with_its_values(path: Path) -> None:
    source = path.read_text("utf-8")
    assert unmarked_texts(source) == [], "message(...) of newword.platform.message"
    assert wrong_values(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x = f"some words of {x}"', ["some words of {}"]),
        ('x = "some words"', ["some words"]),
        ('def f():\n    "a docstring of it"\n    return 1', []),
        ('message("some words", a=f"{b} is it")', ["{} is it"]),
        ('call(help="is found elsewhere")', []),
    ],
)  # fmt: skip
def test_texts_that_are_no_messages_are_found(source: str, expected: list[str]) -> None:
    assert unmarked_texts(source) == expected


def test_values_that_no_template_names_are_found() -> None:
    assert wrong_values('message("{a} is {b}", a=1)') == ["{a} is {b}"]
    assert wrong_values('message("{a} is", a=1, b=2)') == ["{a} is"]
    assert wrong_values('message("{a} is", a=1); message(x, y=1); message("{b}", **c)') == []
    assert wrong_values('counted(n, "{number} is", "{number} {a} are", a=1)') == ["{number} is"]


def test_messages_of_all_sources_are_found() -> None:
    found = find_messages()
    assert (
        "newword/corpus/given_paths.py"
        in found["{shown}: no such file or directory; check the name and where you are"]
    )
    assert "csrc/newword/count_file/count_file.cpp" in found["the sources are out of order"]
    assert "newword/cli" in found["Ranking method."]


def test_all_that_is_said_is_said_by_the_one_function_that_translates() -> None:
    said = {
        path.name
        for path in (messages.ROOT / "newword" / "cli").rglob("*.py")
        if re.search(r"""["']newword: """, path.read_text("utf-8"))
    }
    assert said == {"messages.py"}, "say(...) of newword.cli.messages"


# ------------------------------------------------------------------------------------- translating


@pytest.mark.parametrize("value", ["7", "a-b", "x.txt:y;z", "", "(机器)", "{0}", "all"])
def test_values_of_every_message_stay_what_they_are(chinese: Catalogue, value: str) -> None:
    for text in templates():
        values = {name: f"{value}{name}" for name in names_of(text)}
        shown = chinese.translate(Message(text, values))
        assert all(given in shown for given in values.values()), (text, shown)


def test_values_are_taken_over(chinese: Catalogue) -> None:
    found = message("min_count must be at least 1, got {min_count}", min_count=0)
    assert chinese.translate(found) == "min_count 至少为 1，现为 0"


def test_messages_in_messages_are_translated_and_names_are_not(
    chinese: Catalogue, tmp_path: Path
) -> None:
    with pytest.raises(OutputError) as found, commit(tmp_path / "all" / "words"):
        pass
    shown = chinese.translate(str(found.value))
    assert shown == (
        f"无法创建 {tmp_path}/all/words：没有这个文件或目录；请先创建它所在的目录；原有内容未被改动"
    )


def test_what_nobody_translated_stays(chinese: Catalogue) -> None:
    for text in ("", "new", "something else entirely", "a {b} c", "100%", "{}"):
        assert Catalogue({}).translate(text) == text
    assert chinese.translate("something else entirely") == "something else entirely"


def test_a_finished_text_is_not_taken_apart(chinese: Catalogue) -> None:
    text = "min_count must be at least 1, got 0"
    assert chinese.translate(text) == text


def test_of_one_and_of_several_have_one_translation(chinese: Catalogue) -> None:
    assert [chinese.translate(count_of(n, "file")) for n in (0, 1, 2_000)] == [
        "0 个文件",
        "1 个文件",
        "2,000 个文件",
    ]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.GBK"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_Hant_HK"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "ja:zh_TW:en"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh_CN"}, "en"),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "C", "NEWWORD_LANG": "zh"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "NEWWORD_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "NEWWORD_LANG": "xx"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


# ----------------------------------------------------------------------------------------- wrapping


@pytest.mark.parametrize("width", [11, 20, 44, 76])
def test_lines_are_as_wide_as_they_look(chinese: Catalogue, width: int) -> None:
    for text in templates()[::15]:
        shown = chinese.translate(text)
        lines = wrap(shown, width)
        assert "".join(lines).replace(" ", "") == "".join(shown.split())
        for line in lines:
            widest = max(columns(word) for word in [*line.split(), ""])
            assert columns(line) <= max(width, widest + 4), line
            assert not (len(lines) > 1 and line != lines[0] and line[0] in "，。；：、）")
            assert not (line != lines[-1] and line[-1] in "（“")
