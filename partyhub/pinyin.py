"""Pinyin of names and titles, for sorting and for search."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from partyhub.texts import CJK, clean_name, lazy_pattern, normal_form

# Readings that differ from pypinyin's, or from those of a later version. Of two in use, the more
# frequent one.
_READINGS = (
    "单=shan 仇=qiu 查=zha 曾=zeng 解=xie 区=ou 朴=piao 任=ren 盖=ge 华=hua 翟=zhai 乐=yue "
    "员=yun 贠=yun 繁=po 秘=bi 冼=xian 洗=xian 折=she 黑=he 逄=pang 缪=miao 宓=mi 纪=ji "
    "佘=she 召=shao 种=chong 重=chong 隗=wei 覃=qin 薄=bo 卜=bu 都=du 句=gou 炅=gui 还=huan "
    "阚=kan 乜=nie 能=nai 佴=nai 粘=nian 祭=zhai 蔚=yu 郇=xun 长=chang 圈=juan 么=yao 番=pan "
    "僪=yu 尉=wei 那=na 宁=ning 费=fei 葛=ge 干=gan 谷=gu 贾=jia 柏=bai 车=che 晁=chao 谌=chen "
    "褚=chu 过=guo 哈=ha 撒=sa 沈=shen 盛=sheng 宿=su 燕=yan 应=ying 臧=zang 强=qiang 曲=qu "
    "相=xiang 郗=xi 於=yu 万=wan"
)
_SURNAMES = dict(pair.split("=") for pair in _READINGS.split())
# 查干 and 单增 are Mongolian and Tibetan names: they only look like the surnames 查 and 单.
_COMPOUND_SURNAMES = {
    "尉迟": ["yu", "chi"],
    "万俟": ["mo", "qi"],
    "令狐": ["ling", "hu"],
    "澹台": ["tan", "tai"],
    "长孙": ["zhang", "sun"],
    "单于": ["chan", "yu"],
    "乐正": ["yue", "zheng"],
    "子车": ["zi", "ju"],
    "鲜于": ["xian", "yu"],
    "皇甫": ["huang", "fu"],
    "拓跋": ["tuo", "ba"],
    "查干": ["cha", "gan"],
    "单增": ["dan", "zeng"],
}
_LONGEST_READ = 400
_LONGEST_CHINESE_NAME = 4
_HAN_NAME = lazy_pattern(rf"[{CJK}]{{1,{_LONGEST_CHINESE_NAME}}}")
_PIECES = lazy_pattern(rf"[{CJK}]|[^\W\d_{CJK}]+|\d+")


def pinyin_of(name: str) -> str:
    """Return a person's name as lower-case syllables separated by spaces; ü is v, no tone marks.

    Surnames get their reading as surnames where the name is Chinese characters only, at most four.
    What has no reading (rare characters, Latin letters, digits) is returned unchanged.
    """
    return " ".join(_read_name(name))


def initials_of(name: str) -> str:
    """Return the first letter of each syllable and word of a person's name; numbers stay whole."""
    return _initials(_read_name(name))


def search_words(*texts: str | None, people: Iterable[str | None] = ()) -> str:
    """Return the search text of all texts: of each its normal form, pinyin and initials.

    The pinyin has no spaces. Names in `people` are read with their surnames. Of a long text only
    the first 400 characters are read. The words searched for must pass `normal_form` too.
    """
    words = [_words_of(text) for text in filter(None, texts)]
    words += [_words_of_name(name) for name in filter(None, people)]
    return " ".join(filter(None, dict.fromkeys(chain.from_iterable(words))))


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, str, str]:
    form = normal_form(text)
    parts = _read(form)
    return form, "".join(parts), _initials(parts)


@lru_cache(maxsize=4096)
def _words_of_name(name: str) -> tuple[str, str, str]:
    parts = _read_name(name)
    return _name_form(name), "".join(parts), _initials(parts)


def _name_form(name: str) -> str:
    return normal_form(clean_name(name))


def _initials(syllables: Sequence[str]) -> str:
    return "".join(part if part.isdecimal() else part[0] for part in syllables)


@lru_cache(maxsize=4096)
def _read_name(name: str) -> tuple[str, ...]:
    text = _name_form(name)
    if not _HAN_NAME.fullmatch(text):
        return _read(text)
    if compound := _COMPOUND_SURNAMES.get(text[:2]):
        return (*compound, *_read(text[2:]))
    # The surname is read apart from the rest, or 王朝阳 would be read like the dynasty 王朝.
    surname = _SURNAMES.get(text[0])
    return (*((surname,) if surname else _read(text[0])), *_read(text[1:]))


@lru_cache(maxsize=4096)  # lists of people name the same ones again and again
def _read(text: str) -> tuple[str, ...]:
    if text.isascii():  # a number or a code; nothing in it has a reading
        return tuple(_PIECES.findall(text[:_LONGEST_READ]))
    # Imported late: it loads for longer than all else together, and most commands don't need it.
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(text[:_LONGEST_READ], errors=lambda rest: " ".join(_PIECES.findall(rest)))
    return tuple(part for parts in read for part in parts.split())
