"""E-mails (RFC 5322, MIME), by the standard library: subject, body, attachments as members."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any, cast

from newword.corpus.parsers.html import page_text
from newword.corpus.parsers.parsed import Document, Member

__all__ = ["parse"]

_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_WITHOUT_WORDS = frozenset({"audio", "font", "image", "model", "video"})
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document | Member]:
    """A message, its attachments behind it."""
    message = message_from_bytes(data, policy=policy.default)
    text = str(message.get("subject", "")) + "\n"
    body = message.get_body(("plain", "html"))
    if body is not None:
        text += _text_of(cast("EmailMessage", body), main_only=options["main_only"])
    time = _time_of(message)
    yield Document(text.encode("utf-8", "replace"), time)
    for number, part in enumerate(message.iter_attachments(), 1):
        attachment = part
        kind = attachment.get_content_type()
        if kind in _SIGNATURES or attachment.get_content_maintype() in _WITHOUT_WORDS:
            continue
        name = attachment.get_filename() or f"attachment {number}"
        yield Member(name, _content_of(attachment), time)


def _text_of(part: EmailMessage, *, main_only: bool) -> str:
    content = _content_of(part)
    charset = str(part.get_content_charset() or "utf-8")
    try:
        codec = codecs.lookup(_SUPERSETS.get(charset, charset)).name
        text = content.decode(codec, "replace")
    except (LookupError, UnicodeError):
        text = content.decode("utf-8", "replace")
    if part.get_content_subtype() == "html":
        return page_text(text, main_only=main_only)
    return text


def _content_of(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return bytes(cast("EmailMessage", part.get_content()))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _time_of(message: EmailMessage) -> int | None:
    try:
        return int(parsedate_to_datetime(str(message["date"])).timestamp())
    except (TypeError, ValueError, OverflowError):
        return None
