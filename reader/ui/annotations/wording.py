"""Colours, styles and orders by the names a person knows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from reader.model import AnnotationOrder, Color, MarkStyle
from reader.ui.selection_popup import color_name


def color_text(color: str) -> str:
    """A named colour's name; one of a person's own as it is written."""
    return color.upper() if color.startswith("#") else color_name(Color(color))


def style_text(style: MarkStyle) -> str:
    return {
        MarkStyle.HIGHLIGHT: QCoreApplication.translate("MarkStyle", "Highlight"),
        MarkStyle.UNDERLINE: QCoreApplication.translate("MarkStyle", "Underline"),
        MarkStyle.STRIKE: QCoreApplication.translate("MarkStyle", "Strike out"),
        MarkStyle.BOOKMARK: QCoreApplication.translate("MarkStyle", "Bookmark"),
    }[style]


def order_text(order: AnnotationOrder) -> str:
    return {
        AnnotationOrder.PLACE: QCoreApplication.translate("AnnotationOrder", "By place"),
        AnnotationOrder.NEWEST: QCoreApplication.translate("AnnotationOrder", "Newest first"),
        AnnotationOrder.OLDEST: QCoreApplication.translate("AnnotationOrder", "Oldest first"),
    }[order]
