"""HTML: the article and not its surroundings, its tables as tables, and the element behind every paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree, html

from onrecord.reports.encodings import decode_marked_up
from onrecord.reports.guard import Item
from onrecord.reports.kinds.draft import Draft, TableCell
from onrecord.reports.kinds.html_tables import cells_of, is_data, title_of
from onrecord.reports.limits import Limits
from onrecord.reports.records import STAGE, parse_date
from onrecord.types import Problem

_BLOCKS = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "pre",
    "dd",
    "dt",
    "figcaption",
    "summary",
    "div",
    "section",
    "article",
    "td",
    "th",
)
_ASIDE = {"nav", "footer", "aside", "header", "form", "script", "style", "noscript", "button", "template", "select"}
_SPACE = re.compile(r"\s+")
_DEEPEST = 500  # elements in elements; real pages stay below 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about itself."""

    title: str | None
    url: str | None
    publisher: str | None
    author: str | None
    published: date | None
    updated: date | None


def read(data: bytes, where: str, path: str, limits: Limits) -> Iterator[Item]:
    """The one report of a page. ``path`` is its address where it came from the web."""
    text = decode_marked_up(data)
    yield page(text, where, path, path if path.startswith(("http://", "https://")) else None)


def page(text: str, where: str, path: str, url: str | None = None) -> Item:
    """Place, report and problems of the page whose source is ``text``."""
    if _too_deep(text):
        message = f"the page is nested more than {_DEEPEST} elements deep"
        return where, None, (Problem(where, STAGE, message, "save its text, or print it to PDF"),)
    root = _tree(text)
    if root is None:
        return where, None, (Problem(where, STAGE, "there is no page in it", "save the page again"),)
    facts = _facts(root, text, url)
    draft = Draft()
    _fill(draft, root, text, url)
    place, report, problems = draft.report(
        where, path, title=facts.title, url=facts.url or url, publisher=facts.publisher, author=facts.author,
        published=facts.published, updated=facts.updated,
    )  # fmt: skip
    return place, report, problems


def plain(fragment: str) -> str:
    """The words of a piece of HTML (an entry of a feed, a field of an API), a blank line between paragraphs."""
    root = _tree(f"<html><body>{fragment}</body></html>") if not _too_deep(fragment) else None
    if root is None:
        return ""
    draft = Draft()
    for element in _leaf_blocks(root.find("body")):
        if words := _words(element):
            draft.block(words)
    return "".join(draft.parts)


def _too_deep(text: str) -> bool:
    """Whether tags are opened far deeper than any page does: libxml2 and what is built on it walk trees by recursion."""
    depth = deepest = 0
    for mark in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", text):
        if mark[2].lower() in (
            "div",
            "span",
            "table",
            "tr",
            "td",
            "ul",
            "ol",
            "b",
            "i",
            "font",
            "section",
            "blockquote",
            "em",
            "strong",
            "a",
            "article",
        ):
            depth = max(0, depth - 1) if mark[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest > 10 * _DEEPEST or (deepest > _DEEPEST and depth < 0.5 * deepest)


def _tree(text: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None


def _fill(draft: Draft, root: Any, text: str, url: str | None) -> None:
    """The article's blocks in document order, with the tables that stand among them."""
    order = {element: index for index, element in enumerate(root.iter(etree.Element))}
    tables = [
        t
        for t in root.iter("table")
        if is_data(t) and not _inside(t, _ASIDE) and not any(is_data(s) for s in t.iter("table") if s is not t)
    ]
    inside = {element for table in tables for element in table.iter(etree.Element)}
    around = {element for table in tables for element in table.iterancestors()}
    known: dict[str, list[Any]] = {}
    for element in root.iter(*_BLOCKS):
        if element not in inside and element not in around:
            known.setdefault(_key(_words(element)), []).append(element)
    blocks = list(_article(root, text, url, known))
    if sum(len(words) for words, element in blocks if element is None) * 2 >= sum(len(words) for words, _ in blocks):
        # Of a short page trafilatura gives all words in one piece, tables included: then the page's own blocks are better.
        blocks = [(w, e) for e in _leaf_blocks(_main_part(root)) if e not in inside and (w := _words(e))]
    placed = [(order[e], words, e) for words, e in blocks if e is not None]
    first, last = (min(p[0] for p in placed), max(p[0] for p in placed)) if placed else (0, len(order))
    waiting = [t for t in tables if _near(order[t], first, last, root, t)]
    for words, element in blocks:
        while waiting and element is not None and order[waiting[0]] < order[element]:
            _put_table(draft, waiting.pop(0))
        draft.block(words, element=_path(element) if element is not None else None)
    for table in waiting:
        _put_table(draft, table)


def _main_part(root: Any) -> Any:
    """The article, else the main part, else the body; a page with several articles is read from its body."""
    for tag in ("article", "main"):
        found = root.findall(f".//{tag}")
        if len(found) == 1:
            return found[0]
    return root.find("body")


def _near(at: int, first: int, last: int, root: Any, table: Any) -> bool:
    """Whether a table belongs to the article: between its first and last words, in the same section as the last, or in the main part."""
    return first <= at <= last or _inside(table, {"main", "article"}) or at - last < 40 or first - at < 10


def _put_table(draft: Draft, table: Any) -> None:
    tree = table.getroottree()
    cells = [
        TableCell(words, row, column, rows, columns, None, tree.getpath(e)) for e, words, row, column, rows, columns in cells_of(table)
    ]
    if title := title_of(table):
        draft.block(title, element=tree.getpath(table.find("caption")))
    draft.table(cells, title=title)


def _article(root: Any, text: str, url: str | None, known: dict[str, list[Any]]) -> Iterator[tuple[str, Any]]:
    """The blocks that trafilatura takes for the article, each with the element that it came from where that can be told."""
    from trafilatura import bare_extraction

    document = bare_extraction(
        text,
        url=url,
        include_comments=False,
        include_tables=False,
        favor_recall=True,
        with_metadata=False,
        deduplicate=False,
        include_formatting=False,
    )
    body = getattr(document, "body", None)
    if body is None:
        return
    for node in body.iter("p", "head", "item", "quote", "code", "hi", "ab"):
        if node.tag == "hi" and node.getparent() is not body:
            continue
        if any(child.tag in ("p", "head", "item", "quote") for child in node.iterdescendants()):
            continue
        for words in _lines_of(node):
            matches = known.get(_key(words))
            yield words, (matches.pop(0) if len(matches) > 1 else matches[0]) if matches else None


def _lines_of(node: Any) -> list[str]:
    for mark in node.iter("lb"):
        mark.tail = "\n" + (mark.tail or "")
    return [words for line in "".join(node.itertext()).split("\n") if (words := _SPACE.sub(" ", line).strip())]


def _leaf_blocks(root: Any) -> Iterator[Any]:
    if root is None:
        return
    for element in root.iter(*_BLOCKS):
        if not _inside(element, _ASIDE) and not any(child is not element for child in element.iter(*_BLOCKS)):
            yield element
    if not any(True for _ in root.iter(*_BLOCKS)):
        yield root


def _inside(element: Any, tags: set[str]) -> bool:
    return any(parent.tag in tags for parent in element.iterancestors())


def _words(element: Any) -> str:
    parts = list(element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"))
    return _SPACE.sub(" ", "".join(parts)).strip()


def _key(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def _path(element: Any) -> str:
    return str(element.getroottree().getpath(element))


def _facts(root: Any, text: str, url: str | None) -> Facts:
    """Title, publisher, author, dates and canonical address from the page's metadata."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(
        root, default_url=url, date_config={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    )
    canonical = root.xpath("string(//link[@rel='canonical']/@href)") or root.xpath("string(//meta[@property='og:url']/@content)")
    updated = root.xpath(
        "string(//meta[@property='article:modified_time' or @property='og:updated_time' or @itemprop='dateModified']/@content)"
    )
    if not updated and (match := re.search(r'"dateModified"\s*:\s*"([^"]{10,40})"', text)):
        updated = match[1]
    return Facts(
        title=found.title,
        url=canonical if canonical.startswith(("http://", "https://")) else found.url,
        publisher=found.sitename or found.hostname,
        author=found.author,
        published=_day(found.date),
        updated=_day(updated),
    )


def _day(value: str | None) -> date | None:
    try:
        return parse_date(value) if value else None
    except ValueError:
        return None
