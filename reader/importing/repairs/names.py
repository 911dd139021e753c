"""Names of authors as newspapers set them: roles before them, spaces inside and between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"

# The families most people in China and Taiwan belong to, in both scripts, but for those whose
# character is as common a word (公 安 信 平 元 由 国). Two characters set apart need none.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶"
    "程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺"
    "顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰"
    "焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁"
    "蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全"
    "佟应臧闵苟邬边卞姬师栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥班"
    "储原栗燕楚鄢谌奚皮粟冼楼伊区郜强帅屠豆朴练廉禹井祖巴支狄计索宣晋初门云容敬来晁芮都薄"
    "張劉陳楊黃趙吳孫馬鄭謝羅韓馮鄧蕭蔣葉蘇魏呂盧鍾鐘譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯龐顏莊聶魯"
    "歐關蘭寧紀單塗駱藍華饒陽時農繆簡車項連蘆婁竇黨宮費衛應閔鄔邊師欒榮叢鞏遲鄺談樂儲練來區"
)

# What a name is called by beside it. The longest come first, for each begins with a shorter one.
_ROLES = re.compile(
    f"(?:本[报報]|本[刊网網台臺])?(?:驻|駐)?[{_HAN}]{{0,4}}?(?:特[约約派]|首席|[见見][习習]|[实實][习習])?"
    "(?:记者|記者|通[讯訊][员員]|评论员|評論員|[实實][习習]生)[：: ]*"
    "|^(?:作者|撰文|供稿|[图圖]文|文|[图圖]|文[/／][图圖]|[图圖][/／]文)[：:/／ ]+"
)
_AFTER = re.compile(
    "[ \u3000]*(?:文[/／并並]?[图圖摄攝]|[图圖][/／]文|[图圖]文|[摄攝]影[报報][道導]|"
    "[综綜]合[报報][道導]|"
    "[摄攝]影|[报報][道導]|供[图圖稿]|"
    "[摄攝]|(?<=[\u3400-\u9fff\U00020000-\U0003ffff]{2}[ \u3000])[文图圖])$"
)
_BETWEEN = re.compile("[\\s、，,/／;；]+")
_NAME = re.compile(f"[{_HAN}]{{2,4}}|[{_HAN}]{{1,6}}(?:[·•][{_HAN}]{{1,8}})+")
_NO_NAMES = re.compile(
    "[未全]完|完结|待[续續]|[续續]完|全文|摘要|[节節]选|[试試]行|草案|[暂暫]行|修[订訂]|[鼓众眾]掌|[掌笑][声聲]|"
    "下[转轉]|上接|[据據].|[来來]自|[来來]源|[资資]料|新[华華]社|[综綜]合|[转轉][载載]|[编編][辑輯]|[责責][编編]|[备備][注註]|略|摘[编編自]"
    "|上篇|下篇|[单單]位|[以以]下|[文图圖]|.*[会會公省市县縣区區镇鎮局部委院校处處所]$"
)
_MOST_NAMES = 8
_MOST_OF_NAME = 4
_MOST_LOST = 3

# Newspapers set a name of two characters as wide as one of three.
LETTER_SPACED = re.compile(
    f"(?<![^\\s□■●◆（(：:、，,])(?P<first>[{_HAN}])[ \u3000]+"
    f"(?P<second>[{_HAN}])(?![^\\s）)、，,。])"
)


def names(text: str) -> tuple[str, ...]:
    """The names a byline or a credit consists of, without inner spaces; none if it is not one."""
    bare = text.strip("□■●◆◇○◎　 \t\n（）()")
    bare = _AFTER.sub("", bare)
    bare = _ROLES.sub(" ", bare)
    pieces = [piece for piece in _BETWEEN.split(bare.strip("：: 　/／")) if piece]
    tokens = _closed(pieces)
    if not 0 < len(tokens) <= _MOST_NAMES:
        return ()
    if all(_is_name(token) for token in tokens):
        return tokens
    return _told_by_families(pieces)


def are_likely(found: tuple[str, ...], text: str) -> bool:
    """Whether what has the form of names also begins as names do, or is set as only names are."""
    return bool(found) and (
        LETTER_SPACED.search(text) is not None
        or 2 * sum(name[0] in _SURNAMES for name in found) >= len(found)
    )


def begin_with_families(found: Sequence[str]) -> bool:
    """Whether every one of what may be names begins with a family's."""
    return all(name[0] in _SURNAMES for name in found)


def has_role(text: str) -> bool:
    """Whether a text names what newspapers call their authors."""
    return _ROLES.search(text) is not None


def _is_name(token: str) -> bool:
    return _NAME.fullmatch(token) is not None and _NO_NAMES.match(token) is None


def _told_by_families(tokens: Sequence[str]) -> tuple[str, ...]:
    """Names that lost what stood between them at a line's end, or had it put inside: the parting
    into names that begin with families and keep most of the gaps.
    """
    text = "".join(tokens)
    if not 0 < len(text) <= _MOST_NAMES * _MOST_OF_NAME:
        return ()
    gaps = set(accumulate(map(len, tokens)))
    best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(text)
    for start in range(len(text)):
        before = best[start]
        if before is None or text[start] not in _SURNAMES:
            continue
        lost = int(start > 0 and start not in gaps)
        for end in range(start + 2, min(start + _MOST_OF_NAME, len(text) + 1)):
            inside = 2 * len(gaps & set(range(start + 1, end))) if end - start > 2 else 0
            option = (before[0] + lost + inside, (*before[1], text[start:end]))
            best[end] = min(best[end] or option, option)
    found = best[len(text)]
    return found[1] if found and found[0] <= _MOST_LOST and all(map(_is_name, found[1])) else ()


def _closed(tokens: list[str]) -> tuple[str, ...]:
    """Single characters taken together in pairs; an odd one stays alone and so is no name."""
    found: list[str] = []
    alone = ""
    for token in tokens:
        if len(token) == 1 and not alone:
            alone = token
            continue
        found.append(alone + token if len(token) == 1 else token)
        if alone and len(token) != 1:
            found.insert(-1, alone)
        alone = ""
    return tuple([*found, alone] if alone else found)
