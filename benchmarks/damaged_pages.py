"""Newspaper pages that never were, damaged as text taken from PDF files is, beside what they say.

Articles come from a corpus; everything else (names, wrapping, where headlines stand, what is set
twice or apart) is drawn from a seeded generator, so that a page is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.corpus import Sample

_PARAGRAPH = re.compile("[^\\n]{40,420}[。！？]")
_TITLE = re.compile("[\u4e00-\u9fff（）《》、：]{7,26}")
_CLAUSE = re.compile("[\u4e00-\u9fff]{5,13}")
_HAN_SHARE = 0.8
_LEAST_CHARACTERS = 200
_MARKER = re.compile(
    "^(?:第[一二三四五六七八九十百零〇\\d-]+[条條][之一二三四五六]*|[（(]?[一二三四五六七八九十]+[、）)]|\\d+[、.．])\\s*"
)
_NEVER_FIRST = "，。、；：！？”’）」』》】…%"

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
)
_GIVEN = "晓明建国文军丽华志强海燕玉兰春梅思雨子涵浩宇佳怡俊杰雪松小红立新永刚秀英"
_PLACES = ("东海", "临江", "青峰", "安河", "石桥", "云岭", "南浦", "长泽", "新亭", "白洲")
_COLUMNS = ("要闻速递", "一线传真", "综合新闻", "民生视点", "基层动态")


@dataclass(frozen=True)
class Truth:
    """What a page's article says once the damage is undone."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True)
class DamagedPage:
    text: str
    articles: tuple[Truth, ...]


@dataclass
class _Set:
    """An article as it is set: its lines before and after wrapping."""

    truth: Truth
    headline: list[str]
    body: list[str] = field(default_factory=list)
    place: str = "before"


def pages(samples: Sequence[Sample], seed: int, count: int) -> Iterator[DamagedPage]:
    """Damaged pages; the same for the same samples and seed."""
    random = Random(seed)
    fit = [sample for sample in samples if _fits(sample)]
    for _ in range(count):
        yield _page(random, random.sample(fit, random.randint(2, 8)))


def _fits(sample: Sample) -> bool:
    return _TITLE.fullmatch(sample.title or "") is not None and (
        sum(len(text) for text in _paragraphs(sample)) >= _LEAST_CHARACTERS
    )


def _paragraphs(sample: Sample) -> list[str]:
    found = []
    for line in sample.text.split("\n"):
        bare = _MARKER.sub("", re.sub(" +", "", line)).strip()
        han = sum("\u4e00" <= character <= "\u9fff" for character in bare)
        if _PARAGRAPH.fullmatch(bare) and han >= _HAN_SHARE * len(bare) and "　" not in bare:
            found.append(bare)
    return found


def _page(random: Random, chosen: Sequence[Sample]) -> DamagedPage:
    gap = "\n" if random.random() < 0.3 else "\n\n"
    mode = random.choice(("before", "after", "foot", "mixed"))
    articles = [_article(random, sample) for sample in chosen]
    for article in articles:
        article.place = random.choice(("before", "after", "foot")) if mode == "mixed" else mode
    out = [*_masthead(random)]
    for article in articles:
        before = article.headline if article.place == "before" else []
        after = article.headline if article.place == "after" else []
        out += [*_headline(random, before, gap), *article.body, *_headline(random, after, gap)]
    feet = [article for article in articles if article.place == "foot"]
    random.shuffle(feet)
    for article in feet:
        out += _headline(random, article.headline, gap)
    return DamagedPage(gap.join(out) + "\n", tuple(article.truth for article in articles))


def _headline(random: Random, lines: list[str], gap: str) -> list[str]:
    """A headline's lines; title and subtitle often touch where text has blank lines."""
    if len(lines) > 1 and gap == "\n\n" and random.random() < 0.5:
        return ["\n".join(lines[:2]), *lines[2:]]
    return lines


def _masthead(random: Random) -> list[str]:
    if random.random() < 0.4:
        return [random.choice(_COLUMNS)] if random.random() < 0.3 else []
    month, day_of_month = random.randint(1, 12), random.randint(1, 28)
    day = f"2021年{month}月{day_of_month}日 星期{random.choice('一二三四五')}"
    place = random.choice(_PLACES)
    number = f"{random.randint(1, 16):02}"
    lines = [random.choice((f"{place}日报", f"{place}日报 {number} 要闻")), day]
    if random.random() < 0.5:
        lines.append(
            f"本版编辑：{_spaced(_name(random))} 热线：(0{random.randint(10, 99)})5680{number}98"
        )
    return lines


def _name(random: Random) -> str:
    given = "".join(random.sample(_GIVEN, random.choice((1, 1, 2, 2, 2))))
    return random.choice(_SURNAMES) + given


def _spaced(name: str) -> str:
    return " ".join(name) if len(name) == 2 else name


def _article(random: Random, sample: Sample) -> _Set:
    texts = _paragraphs(sample)
    start = random.randrange(max(len(texts) - 8, 1))
    texts = texts[start : start + random.randint(2, 8)]
    if sum(map(len, texts)) < _LEAST_CHARACTERS:
        texts = _paragraphs(sample)[:8]
    authors = tuple(dict.fromkeys(_name(random) for _ in range(random.choice((1, 1, 1, 2, 3)))))
    title, head = _title(random, sample.title.strip())
    subtitle, under = _subtitle(random, texts)
    made = _Set(Truth(title, subtitle, authors, tuple(texts), ()), [*head, *under])
    headings: list[str] = []
    width = random.randint(12, 20)
    byline, lead, credit = _marks(random, authors)
    made.body += byline
    heads = _section_heads(random, texts) if len(texts) > 4 and not lead else {}
    for number, text in enumerate(texts):
        if number in heads:
            made.body += heads[number]
            headings.append("".join(heads[number]))
        first = lead + text if number == 0 else text
        last = number == len(texts) - 1
        own_line = random.random() < 0.3
        if last and credit and not own_line:
            first += random.choice(("", " ")) + credit
        made.body += _wrapped(first, width)
        if last and credit and own_line:
            made.body.append(credit)
    made.truth = Truth(title, subtitle, authors, tuple(texts), tuple(headings))
    return made


def _marks(random: Random, authors: Sequence[str]) -> tuple[list[str], str, str]:
    """A byline's lines, a lead and a credit: at least one of them names the authors."""
    shown = " ".join(_spaced(name) for name in authors)
    style = random.choice(("bullet", "bullets", "lead", "credit", "reporter"))
    if style == "bullet":
        return [f"□ {random.choice(('', '本报记者 '))}{shown}"], "", ""
    if style == "bullets":
        return [f"□ {_spaced(name)}" for name in authors], "", ""
    if style == "reporter":
        return [], f"本报讯（记者 {shown}）", ""
    if style == "lead":
        return [], "本报讯 ", f"（{shown}）"
    return [], "", f"（{shown}）"


def _title(random: Random, title: str) -> tuple[str, list[str]]:
    """A title as it is meant and the lines it is set in."""
    style = random.choice(("plain", "plain", "plain", "doubled", "pieces", "spaced", "two"))
    if random.random() < 0.2:
        cut = _middle(random, title)
        title = f"{title[:cut]} {title[cut:]}"
    if style == "doubled":
        return title, [" ".join(part * 2 for part in title.split(" "))]
    if style == "pieces":
        return title, [" ".join(_twice(random, part) for part in title.split(" "))]
    if style == "spaced" and len(title) < 16:
        return title, ["  ".join(" ".join(part) for part in title.split(" "))]
    if style == "two" and len(title) >= 14 and " " not in title:
        cut = _middle(random, title)
        return title, [title[:cut], title[cut:]]
    return title, [title]


def _middle(random: Random, title: str) -> int:
    return len(title) // 2 + random.randint(-2, 2)


def _twice(random: Random, text: str) -> str:
    cut = random.randint(3, max(len(text) - 3, 3))
    return "".join(part * 2 for part in (text[:cut], text[cut:]))


def _subtitle(random: Random, texts: Sequence[str]) -> tuple[str, list[str]]:
    clauses = re.split("[。；！？]", texts[min(1, len(texts) - 1)])
    fit = [clause for clause in clauses if 16 <= len(clause) <= 50]
    if not fit or random.random() < 0.55:
        return "", []
    clause = random.choice(fit)
    clause = random.choice(("", "", "——")) + clause
    if len(clause) > 36:
        cut = len(clause) // 2 + random.randint(0, 4)
        while clause[cut] in _NEVER_FIRST:
            cut += 1
        return clause, [clause[:cut], clause[cut:]]
    return clause, [clause]


def _section_heads(random: Random, texts: Sequence[str]) -> dict[int, list[str]]:
    if random.random() < 0.5:
        return {}
    found: dict[int, list[str]] = {}
    for number in range(1, len(texts), random.choice((2, 3))):
        clauses = [c for c in re.split("[，。；：、]", texts[number]) if _CLAUSE.fullmatch(c)]
        if clauses:
            lines = random.sample(clauses, min(len(clauses), random.choice((1, 1, 2))))
            found[number] = lines
    return found


def _wrapped(text: str, width: int) -> list[str]:
    """A paragraph in lines of a width, the first two cells shorter; no line begins with a mark."""
    lines: list[str] = []
    room = width - 2
    while text:
        cut = room
        while cut < len(text) and text[cut] in _NEVER_FIRST:
            cut += 1
        lines.append(text[:cut])
        text = text[cut:]
        room = width
    return lines
