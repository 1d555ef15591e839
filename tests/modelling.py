"""A text for the ranking model, counted, and the parts of its scores."""

from __future__ import annotations

from newword.core._core import NgramTable, Session

TEXT = "\n".join(
    [
        "高高兴兴上学去，高高兴兴回家来。研究研究再说，研究研究算了。",
        "机器学习和深度学习，机器学习很有用；亮晶晶的星星，绿油油的草。",
        "亮晶晶的眼睛，绿油油的田。他说机器学习机，买了A股和K线图，A股和K线图。",
    ]
    * 3
)


def counted(text: str, max_order: int = 6, threads: int = 1) -> tuple[Session, NgramTable]:
    session = Session(threads=threads)
    session.feed(text.encode())
    session.end_document()
    return session, session.count(max_order=max_order, min_count=2)


PARTS = (
    "average",
    "statistics",
    "boundaries",
    "composition",
    "frames",
    "reduplication",
    "language_model",
)
