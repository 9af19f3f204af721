"""Names are read as names: the surname first, and rare characters stand as they are."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from partyhub.pinyin import _read, initials_of, pinyin_of, search_words
from partyhub.texts import CJK, normal_form

# Restated, not imported: what a colleague would say.
SURNAMES = """单 shan|仇 qiu|查 zha|曾 zeng|解 xie|区 ou|朴 piao|任 ren|盖 ge|华 hua|翟 zhai|乐 yue
|员 yun|繁 po|秘 bi|冼 xian|折 she|黑 he|逄 pang|缪 miao|宓 mi|纪 ji|佘 she|召 shao|种 chong|隗 wei
|尉迟 yu chi|万俟 mo qi|令狐 ling hu|澹台 tan tai|长孙 zhang sun|单于 chan yu|乐正 yue zheng|王 wang
|欧阳 ou yang|诸葛 zhu ge|司马 si ma|上官 shang guan|皇甫 huang fu|鲜于 xian yu|慕容 mu rong|覃 qin
|卜 bu|薄 bo|都 du|阚 kan|乜 nie|祭 zhai|宁 ning|费 fei|贾 jia|沈 shen|盛 sheng|应 ying"""


@pytest.mark.parametrize("line", SURNAMES.split("|"))
def test_surnames(line: str) -> None:
    surname, reading = line.strip().split(" ", 1)
    assert pinyin_of(f"{surname}明") == f"{reading} ming"


@pytest.mark.parametrize(
    ("name", "reading", "initials"),
    [
        ("单田芳", "shan tian fang", "stf"),
        ("王单", "wang dan", "wd"),
        ("王朝阳", "wang zhao yang", "wzy"),
        ("曾 重庆", "zeng chong qing", "zcq"),
        ("吕布", "lv bu", "lb"),
        ("𠮷明", "𠮷 ming", "𠮷m"),
        ("王𠮷𠮷", "wang 𠮷 𠮷", "w𠮷𠮷"),
        ("王·买", "wang mai", "wm"),
        ("查干·巴特尔", "cha gan ba te er", "cgbte"),
        ("单增旺姆", "dan zeng wang mu", "dzwm"),
        ("甲0001", "jia 0001", "j0001"),
        ("John Smith", "john smith", "js"),
        ("单", "shan", "s"),
        ("", "", ""),
        ("——", "", ""),
    ],
)
def test_names(name: str, reading: str, initials: str) -> None:
    assert (pinyin_of(name), initials_of(name)) == (reading, initials)


def test_search_words() -> None:
    words = search_words("《单位》简报", None, "", "KPI", people=["单 田芳", None, ""]).split()
    assert words == [
        "《单位》简报", "danweijianbao", "dwjb", "kpi", "k", "单田芳", "shantianfang", "stf",
    ]  # fmt: skip
    assert search_words() == ""


def test_search_words_reads_a_long_text_only_in_part() -> None:
    form, reading, initials = search_words("党" * 5000).split()
    assert (len(form), reading, initials) == (5000, "dang" * 400, "d" * 400)


@given(st.text(st.characters(exclude_categories=()), max_size=30))
@settings(database=None, deadline=None, max_examples=200)
def test_any_text_is_read(text: str) -> None:
    assert pinyin_of(text) == " ".join(pinyin_of(text).split())
    assert normal_form(text) in search_words(text)
    search_words(text, people=[text]).encode()


def test_pypinyin_is_not_loaded_at_start() -> None:
    program = "import sys, partyhub.pinyin; sys.exit('pypinyin' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], check=False)
    assert ran.returncode == 0


MIXED = st.lists(
    st.one_of(
        st.text(st.characters(max_codepoint=127), max_size=20),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
        st.sampled_from(["王朝阳", "单于", "lü", "A1-2", "_", "１", "x" * 500, "\u3000", "ǖ"]),
    ),
    max_size=6,
).map("".join)


@given(MIXED)
@settings(database=None, deadline=None, max_examples=200)
def test_readings_are_what_pypinyin_says(text: str) -> None:
    """Whatever way it takes: each character of Chinese by its reading, words and numbers whole."""
    pieces = re.compile(rf"[{CJK}]|[^\W\d_{CJK}]+|\d+")
    read = lazy_pinyin(text[:400], errors=lambda rest: " ".join(pieces.findall(rest)))
    assert _read(text) == tuple(word for part in read for word in part.split())
