"""The catalogue is complete, and every message finds its translation however its values look."""

from __future__ import annotations

import re

import pytest

from newword.cli.messages import LOCALE, PROSE, Catalogue, Template, language
from newword.cli.screen.wide_help import columns, wrap

pytest.importorskip("babel", reason="the catalogue is read by Babel")

from tools import messages
from tools.message_sources import _core_messages, _python_messages, find_messages

WAY = "run `python -m tools.messages`, translate what is empty in newword.po, run it again"


@pytest.fixture(scope="module")
def chinese() -> Catalogue:
    return Catalogue.read("zh_CN")


def templates() -> list[str]:
    found = (text for text in find_messages() if isinstance(text, str))
    return [text for text in found if not re.search(r"!r\}|\(\\d\{", text) or "{{" in text]


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
    catalogue.delete("cannot open")
    assert len(messages.problems(catalogue)) == 2


def test_an_update_keeps_translations_and_drops_what_nobody_says() -> None:
    catalogue = messages.read_catalogue()
    before = catalogue.get("cannot open").string
    catalogue.add("nobody says this", "没人这么说")
    after = messages.updated(catalogue)
    assert after.get("cannot open").string == before
    assert after.get("nobody says this") is None


# ------------------------------------------------------------------------------- finding messages


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('raise E(f"{path_text(output)} is of order {order}")', "{output} is of order {order}"),
        ('x = f"{a.name} is not {b.name:,} at all" " now"', "{name} is not {name_2} at all now"),
        ('x = "such as (\\\\d{4}) digits"', "such as (\\d{4}) digits"),
        ('x = f"such as {{4}} of {x}"', "such as {{4}} of {x}"),
        ('def f():\n    "a docstring"\n    return "some words " f"{len(x)}"', "some words {x}"),
        ('call(help="is found elsewhere")', None),
        ('x = "one"', None),
    ],
)  # fmt: skip
def test_messages_are_found_in_python(source: str, expected: str | None) -> None:
    assert list(_python_messages(source)) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('fail(1, "it is cut off");', ["it is cut off"]),
        ('fail(at, "has " + std::to_string(n) + " \\"units\\" in all" + kDamaged);',
         ['has {value_1} "units" in all']),
        ('throw FormatError(path, std::string("read with") + (x ? "" : "out") + " lines");',
         ["read with lines", "read without lines"]),
        ('constexpr const char* kDamaged = "; it is damaged";', ["{what}; it is damaged"]),
    ],
)  # fmt: skip
def test_messages_are_found_in_the_core(source: str, expected: list[str]) -> None:
    assert list(_core_messages(source)) == expected


def test_messages_of_all_sources_are_found() -> None:
    found = find_messages()
    assert (
        "newword/corpus/walk.py"
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


@pytest.mark.parametrize("value", ["7", "a-b", "x.txt:y;z", "", "(机器)", "{0}"])
def test_every_message_is_recognised_by_its_own_template(chinese: Catalogue, value: str) -> None:
    for text in templates():
        names = Template.parse(text).names
        values = {name: f"{value}{number}" for number, name in enumerate(names)}
        shown = chinese.translate(text.format(**values))
        if Template.parse(text).weight[0] > 12:
            for name, given in values.items():
                if name not in PROSE:
                    assert given in shown, (text, shown)
            assert shown != text.format(**values), text


def test_values_are_taken_out_and_put_in_again(chinese: Catalogue) -> None:
    assert chinese.translate("min_count must be at least 1, got 0") == "min_count 至少为 1，现为 0"
    path = "a: no such; 目录"
    assert chinese.translate(
        f"{path}: no such file or directory; check the name and where you are"
    ) == f"{path}：没有这个文件或目录；请检查名称和当前位置"  # fmt: skip


def test_messages_in_messages_are_translated_and_names_are_not(chinese: Catalogue) -> None:
    said = "cannot write it is empty: No space left on device; free some space or write elsewhere; "
    assert chinese.translate(f"{said}what was there before is unchanged") == (
        "无法写入 it is empty：设备上没有空间；请腾出空间，或写到别处；原有内容未被改动"
    )


def test_what_nobody_translated_stays(chinese: Catalogue) -> None:
    for text in ("", "new", "something else entirely", "a {b} c", "100%", "{}"):
        assert Catalogue({}).translate(text) == text
    assert chinese.translate("something else entirely") == "something else entirely"


def test_the_beginning_and_the_end_of_a_message_are_two_parts() -> None:
    template = Template.parse("cannot: {value}: cannot")
    assert template.match("cannot: : cannot") == {"value": ""}
    assert template.match("cannot: cannot") is None


def test_a_template_takes_linear_time() -> None:
    template = Template.parse("{a}: {b}: {c}: {d}: {e}: {f}: {g} of the end")
    assert template.match(": " * 200_000) is None


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
