"""Small type above characters: where it stands, and that it moves nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from reader.model import Span
from reader.ui.gloss_rows import Gloss
from reader.ui.laid_block import BlockForm, LaidBlock

WIDTH, LINE, EM = 400, 72, 40
TEXT = "區域經濟勣𪟝張長莊" * 4
SMALL = QColor("red")


def block(glosses: Sequence[Gloss], text: str = TEXT, line: int = LINE) -> LaidBlock:
    font = QFont(["Noto Sans CJK SC"])
    font.setPixelSize(EM)
    form = BlockForm(font, QColor("white"), line_height=line, indent=0, above=0, below=0)
    return LaidBlock(text, form, WIDTH, glosses)


def gloss(offset: int, text: str, length: int = 1) -> Gloss:
    return Gloss(Span(offset, offset + length), text, SMALL)


def inked(laid: LaidBlock) -> list[tuple[tuple[int, int], QColor]]:
    """The points that have the glosses' ink: the text is as white as the ground."""
    image = QImage(WIDTH, round(laid.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    laid.draw(painter, QPointF(0, 0), (), QRectF(image.rect()))
    painter.end()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colors = ((point, image.pixelColor(*point)) for point in points)
    return [(point, color) for point, color in colors if color != QColor("white")]


def small_type(laid: LaidBlock) -> set[tuple[int, int]]:
    return {point for point, _ in inked(laid)}


def em_box(laid: LaidBlock, offset: int) -> QRect:
    """The square of a character: its font's line box without what is free above and below."""
    caret = laid.caret(offset)
    middle = round(caret.center().y())
    return QRect(round(caret.left()), middle - EM // 2, EM, EM)


def columns(points: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last column of each run of ink with no gap wider than a letter's own."""
    runs: list[tuple[int, int]] = []
    for x in sorted({x for x, _ in points}):
        if runs and x - runs[-1][1] <= 4:
            runs[-1] = (runs[-1][0], x)
        else:
            runs.append((x, x))
    return runs


@pytest.mark.parametrize("offset", [0, 3, 12, 21])
def test_a_gloss_stands_over_the_middle_of_its_character_in_the_leading(
    qapp: QApplication, offset: int
) -> None:
    laid = block([gloss(offset, "qū")])
    ink = small_type(laid)
    box = em_box(laid, offset)
    left, right = min(x for x, _ in ink), max(x for x, _ in ink)
    assert abs((left + right) - (box.left() + box.right())) <= 4
    assert max(y for _, y in ink) <= box.top() + 2
    # Neither in the characters of the line above.
    assert min(y for _, y in ink) >= box.bottom() - LINE


def test_glosses_move_nothing(qapp: QApplication) -> None:
    bare, glossed = block(()), block([gloss(at, "zhuàng") for at in range(len(TEXT))])
    assert glossed.height == bare.height
    assert glossed.lines == bare.lines
    for offset in range(len(TEXT) + 1):
        assert glossed.caret(offset) == bare.caret(offset)
        caret = bare.caret(offset)
        assert glossed.offset_at(caret.left() + 3, caret.center().y()) == bare.offset_at(
            caret.left() + 3, caret.center().y()
        )


def test_neighbours_do_not_touch(qapp: QApplication) -> None:
    """Six long ones side by side, each over its own character."""
    laid = block([gloss(at, "zhuāng") for at in range(6)])
    found = columns(small_type(laid))
    runs = [run for run in found if run[1] - run[0] > 1]
    assert len(runs) >= 6
    for offset in range(6):
        box = em_box(laid, offset)
        across = [run for run in runs if run[0] < box.left() - 2 and run[1] > box.left() + 2]
        assert offset == 0 or not across


def test_a_short_neighbour_leaves_its_room_to_a_long_one(qapp: QApplication) -> None:
    def width(neighbour: str) -> int:
        """Of a gloss of another colour between two of a neighbour's."""
        middle = Gloss(Span(2, 3), "zhuāngzhuāng", QColor("blue"))
        laid = block([gloss(1, neighbour), middle, gloss(3, neighbour)])
        blue = {x for (x, _), color in inked(laid) if color.red() < 128}
        return max(blue) - min(blue)

    assert EM * 0.75 < width("zhuāngzhuāng") < EM
    assert width("i") > EM


def test_a_gloss_of_the_line_before_takes_no_room(qapp: QApplication) -> None:
    last = 9  # of the first line
    alone = small_type(block([gloss(last + 1, "zhuāng")]))
    both = small_type(block([gloss(last, "zhuāng"), gloss(last + 1, "zhuāng")]))
    assert alone < both


def test_a_gloss_of_a_phrase_over_two_lines_stands_over_its_beginning(qapp: QApplication) -> None:
    laid = block([gloss(8, "wǎng lù", length=4)])
    assert max(y for _, y in small_type(laid)) < LINE


def test_where_lines_are_close_the_type_is_smaller(qapp: QApplication) -> None:
    def height(line: int) -> int:
        rows = {y for _, y in small_type(block([gloss(12, "qū")], line=line))}
        return max(rows) - min(rows)

    assert height(48) < height(60) < height(72) == height(104)
