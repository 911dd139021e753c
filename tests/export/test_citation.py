"""Citations say what is known in the order that GB/T 7714-2015 asks for, and nothing else."""

from __future__ import annotations

import pytest

from reader.export import CitationStyle, citation, quotation
from reader.model import ArticleSummary
from tests.export.articles import article_of


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        # The standard's own examples of newspapers and reports, 4.4.2 and appendix A, without what
        # is not known here: the publisher, the report's number, the address on the web.
        (
            article_of(
                "我们的科技一直在追赶",
                "——访中国工程院院长周济",
                authors=["余建斌"],
                newspaper="人民日报",
                date="2013-01-12",
                page="2",
            ),
            "余建斌. 我们的科技一直在追赶: 访中国工程院院长周济[N]. 人民日报, 2013-01-12(2).",
        ),
        (
            article_of(
                "Factors regulating the immune response",
                "report of WHO Scientific Group",
                authors=["World Health Organization"],
                newspaper=None,
                date="1970",
            ),
            "World Health Organization. Factors regulating the immune response: "
            "report of WHO Scientific Group[R]. 1970.",
        ),
        (
            article_of(
                "人体安全重要技术标准研制最终报告",
                authors=["汤万金", "杨跃翔", "刘文", "郑建国"],
                newspaper=None,
                date="2013-09-30",
            ),
            "汤万金, 杨跃翔, 刘文, 等. 人体安全重要技术标准研制最终报告[R]. 2013.",
        ),
        (
            article_of(
                "数字革命与竞争国际化",
                authors=["丁文详"],
                newspaper="中国青年报",
                date="2000-11-20",
                page="15",
            ),
            "丁文详. 数字革命与竞争国际化[N]. 中国青年报, 2000-11-20(15).",
        ),
        (
            article_of(
                "中美学者合作研究", "——第一步", authors=["甲", "乙", "丙"], newspaper="某报"
            ),
            "甲, 乙, 丙. 中美学者合作研究: 第一步[N]. 某报, 2020-02-03.",
        ),
        (
            article_of("题", authors=["印森林", "吴胜和", "李俊飞", "冯文杰"]),
            "印森林, 吴胜和, 李俊飞, 等. 题[N]. 某报, 2020-02-03.",
        ),
        (
            article_of("News", authors=["A Li", "B Wu", "C Xu", "D Ma"], newspaper="Daily"),
            "A Li, B Wu, C Xu, et al. News[N]. Daily, 2020-02-03.",
        ),
        (article_of("题", authors=[]), "题[N]. 某报, 2020-02-03."),
        (article_of("题", authors=[], date=None, page="A03"), "题[N]. 某报(A03)."),
        (article_of("题", authors=[], date=None), "题[N]. 某报."),
        (article_of("题", authors=[], page="第4版"), "题[N]. 某报, 2020-02-03(4)."),
        (article_of("题", authors=[], page="A03版"), "题[N]. 某报, 2020-02-03(A03)."),
        (article_of("題", authors=[], page="第 十二 版"), "題[N]. 某报, 2020-02-03(十二)."),
        (article_of("题", authors=[], page="头版"), "题[N]. 某报, 2020-02-03(头版)."),
        # Punctuation of a title is its own, and only a subtitle gets the standard's colon.
        (
            article_of("“333”模式：怎么办？[上]", "——答《某报》记者问：之一。", authors=["甲"]),
            "甲. “333”模式：怎么办？[上]: 答《某报》记者问：之一。[N]. 某报, 2020-02-03.",
        ),
        (
            article_of(
                "政府工作報告",
                "——在第一次會議上",
                authors=["甲", "乙", "丙", "丁"],
                newspaper="大公報",
            ),
            "甲, 乙, 丙, 等. 政府工作報告: 在第一次會議上[N]. 大公報, 2020-02-03.",
        ),
        # A report by its title, of which only the year and the page are asked for.
        (
            article_of("政府工作報告", authors=["范德繁"], newspaper=None, date="2023-01-10"),
            "范德繁. 政府工作報告[R]. 2023.",
        ),
        (article_of("调查报告（摘要）", authors=[], newspaper=None), "调查报告（摘要）[Z]. 2020."),
        (
            article_of("Annual Report", authors=[], newspaper=None, date="2019", page="7"),
            "Annual Report[R]. 2019: 7.",
        ),
        (article_of("題跋", authors=["陸游"], newspaper=None, date=None), "陸游. 題跋[Z]."),
        (article_of("", opening="开头几字…", authors=[]), "[开头几字…][N]. 某报, 2020-02-03."),
        (article_of("两行\n题", authors=["", " "]), "两行 题[N]. 某报, 2020-02-03."),
    ],
)
def test_by_the_standard(article: ArticleSummary, expected: str) -> None:
    assert citation(article) == expected


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (
            article_of("题", "——副题", page="04"),
            "王五、李四：《题——副题》，《某报》2020-02-03，第04版。",
        ),
        (
            article_of("评《书》", authors=[], page="第4版"),
            "《评〈书〉》，《某报》2020-02-03，第4版。",
        ),
        (article_of("题", authors=[], page="A03"), "《题》，《某报》2020-02-03，第A03版。"),
        (
            article_of("题？", authors=["甲", "乙", "丙", "丁"], newspaper="大公報", date=None),
            "甲、乙、丙、丁：《题？》，《大公報》。",
        ),
        (
            article_of("书", authors=["甲"], newspaper=None, date="1999", page="7"),
            "甲：《书》，1999，第7页。",
        ),
        (article_of("题", authors=[], newspaper=None, date=None), "《题》。"),
    ],
)
def test_in_plain_words(article: ArticleSummary, expected: str) -> None:
    assert citation(article, CitationStyle.PLAIN) == expected


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("原文", "“原文”"),
        (" 他说：“好”。\n", "“他说：‘好’。”"),
        ("他說：「好『極』了」", "「他說：『好「極」了』」"),
    ],
)
def test_a_quote_has_its_citation_below_it(quote: str, expected: str) -> None:
    quoted, below = quotation(quote, article_of("题", page="4")).split("\n")
    assert quoted == expected
    assert below == "王五, 李四. 题[N]. 某报, 2020-02-03(4)."
