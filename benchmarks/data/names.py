"""Names of people who don't exist, with search text and pinyin computed once for each name."""

from functools import cache
from random import Random

from benchmarks.data.names_searched import SEARCHED
from partyhub.pinyin import pinyin_of, search_words

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉红建国文志海波云峰林春梅晓东宇鑫浩然子涵思雨佳琪"
    "俊豪梦婷欣怡"
)
DIFFERENT = 9_000


def invent(chance: Random) -> list[str]:
    """Return some thousand different names; every fourth has two characters."""
    made = {_invent_one(chance) for _ in range(DIFFERENT)} | {SEARCHED}
    names = sorted(made)
    chance.shuffle(names)
    return names


def _invent_one(chance: Random) -> str:
    second = chance.choice(GIVEN) if chance.random() < 0.75 else ""
    return chance.choice(SURNAMES) + chance.choice(GIVEN) + second


@cache
def searched_person(name: str) -> str:
    return search_words(people=(name,))


@cache
def searched(*texts: str) -> str:
    return search_words(*texts)


@cache
def reading(name: str) -> str:
    return pinyin_of(name)
