"""
The source of the Fetch standard as a tree: its definitions and the steps of its algorithms.

The source is HTML with most end tags left out, and with shorthands of Bikeshed ("{{Blob}}",
"[[!HTTP]]") that are text here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from string import ascii_lowercase
from typing import NamedTuple

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# A start tag of these ends an open paragraph, as HTML has it.
_ENDS_PARAGRAPH = (
    HEADINGS
    | {"address", "blockquote", "dd", "details", "div", "dl", "dt", "figure", "hr", "li", "ol"}
    | {"p", "pre", "section", "summary", "table", "ul"}
)
# For a start tag: the open elements it ends, and those beyond which it does not look for them.
_LISTS = frozenset({"dl", "ol", "table", "ul"})
_IMPLIED_ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), _LISTS),
    "dt": (frozenset({"dd", "dt"}), _LISTS),
    "dd": (frozenset({"dd", "dt"}), _LISTS),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
}
_AROUND_PARAGRAPHS = frozenset({"dd", "div", "li", "table", "td", "th"})

# What is in elements of these classes explains the standard and is no part of a step.
_EXPLANATORY = frozenset({"XXX", "example", "note", "tablenote", "warning"})

# Attributes that make a dfn something other than a plain term, with another form of automatic id.
_OTHER_DFN_TYPES = frozenset(
    {"abstract-op", "attribute", "constructor", "enum-value", "http-header", "method"}
)


class ExtractionError(Exception):
    """The standard's source does not have the shape that is expected of it."""


class Element:
    """An element of the document: its tag, attributes, children and parent."""

    def __init__(self, tag: str, attrs: Mapping[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Element | str] = []

    @property
    def classes(self) -> frozenset[str]:
        """The names in the class attribute."""
        return frozenset(self.attrs.get("class", "").split())

    @property
    def explanatory(self) -> bool:
        """Whether this is a note, an example, a warning or an open issue."""
        return not self.classes.isdisjoint(_EXPLANATORY)

    def elements(self, *tags: str) -> list[Element]:
        """Return the children that are elements, of the given tags if any are given."""
        return [
            child
            for child in self.children
            if isinstance(child, Element) and (not tags or child.tag in tags)
        ]

    def descendants(self, *tags: str) -> Iterator[Element]:
        """Yield the elements of the given tags under this one, in document order."""
        for child in self.elements():
            if child.tag in tags:
                yield child
            yield from child.descendants(*tags)

    def following(self) -> Iterator[Element]:
        """Yield the sibling elements after this one."""
        siblings = self.parent.elements() if self.parent else [self]
        yield from siblings[siblings.index(self) + 1 :]

    def raw_text(self, leave_out: Callable[[Element], bool] | None = None) -> str:
        """Return the text as it stands, without the descendants ``leave_out`` is true for."""
        texts = []
        for child in self.children:
            if isinstance(child, str):
                texts.append(child)
            elif leave_out is None or not leave_out(child):
                texts.append(child.raw_text(leave_out))
        return "".join(texts)

    def text(self, leave_out: Callable[[Element], bool] | None = None) -> str:
        """Return ``raw_text`` with each run of white space as one space and none at the ends."""
        return " ".join(self.raw_text(leave_out).split())

    def normative_text(self) -> str:
        """Return the text without notes, examples, warnings and open issues."""
        return self.text(lambda element: element.explanatory)


class _TreeBuilder(HTMLParser):
    """Builds the tree, with the end tags that are implied."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, None)
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS_PARAGRAPH:
            self._end(frozenset({"p"}), _AROUND_PARAGRAPHS)
        if tag in _IMPLIED_ENDS:
            self._end(*_IMPLIED_ENDS[tag])
        parent = self._open[-1]
        element = Element(tag, {name: value or "" for name, value in attrs}, parent)
        parent.children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML ignores the slash, and "<a for=/>" has none.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._end(frozenset({tag}), frozenset())

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _end(self, tags: frozenset[str], scope: frozenset[str]) -> None:
        """End the innermost open element of ``tags``, unless one of ``scope`` is nearer."""
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag in tags:
                del self._open[index:]
                return
            if self._open[index].tag in scope:
                return


class Definition(NamedTuple):
    """A defined term and the paragraph or heading its definition starts with."""

    name: str
    block: Element


class Algorithm(NamedTuple):
    """The text of each step of an algorithm by its number, and the branches of its switches."""

    steps: dict[str, str]
    branches: list[str]


class Document:
    """
    The standard.

    Args:
        source: the text of its source file.

    Raises:
        ExtractionError: two terms have the same anchor.
    """

    def __init__(self, source: str) -> None:
        builder = _TreeBuilder()
        builder.feed(source)
        builder.close()
        self.root = builder.root
        self.definitions = _definitions(builder.root)

    def anchors(self) -> list[str]:
        """Return, sorted, the anchors of the definitions and of all elements that have an id."""
        found = set(self.definitions)
        found.update(_ids(self.root))
        return sorted(found)

    def definition(self, anchor: str) -> Definition:
        """
        Return the definition with ``anchor``.

        Raises:
            ExtractionError: the document has none; the message names the anchor.
        """
        if anchor not in self.definitions:
            raise ExtractionError(f"the standard has no definition with the anchor {anchor!r}")
        return self.definitions[anchor]

    def algorithm(self, anchor: str) -> Algorithm:
        """
        Return the steps and branches of the algorithm with ``anchor``.

        Steps are numbered by nesting ("7.5"). A branch, the k-th dd of a switch, has its letter
        ("12.d"), and the steps in it follow on that ("12.d.1"); the labels and the text of a
        branch without steps belong to the step that switches. An algorithm without a numbered
        list has the one step "": its paragraph and the list directly after it.

        Left out are notes and examples, and the steps nested in a step, which have their own
        entry.

        Raises:
            ExtractionError: the document has no such algorithm, or one with a numbered list where
                its steps would have no number of their own.
        """
        block = self.definition(anchor).block
        numbered = _numbered_list(block)
        if numbered is not None:
            found = Algorithm({}, [])
            _number_steps(numbered, "", found)
            return found
        text = block.normative_text()
        after = next(block.following(), None)
        if after is not None and after.tag in {"dl", "ul"}:
            text = f"{text} {after.normative_text()}"
        return Algorithm({"": text}, [])

    def steps_list(self, anchor: str) -> Element:
        """
        Return the numbered list that the algorithm with ``anchor`` is.

        Raises:
            ExtractionError: the document has no such algorithm, or it has no numbered list.
        """
        numbered = _numbered_list(self.definition(anchor).block)
        if numbered is None:
            raise ExtractionError(f"#{anchor}: no numbered steps")
        return numbered

    def with_id(self, tag: str, identifier: str) -> Element:
        """
        Return the element of this tag with this explicit id.

        Raises:
            ExtractionError: the document has none.
        """
        return only(
            (element for element in self.root.descendants(tag) if element.attrs.get("id") == identifier),
            f"{tag} with the id {identifier!r}",
        )


def only(elements: Iterable[Element], what: str) -> Element:
    """
    Return the one element there is.

    Raises:
        ExtractionError: there is none or more than one; the message names ``what``.
    """
    found = list(elements)
    if len(found) != 1:
        raise ExtractionError(f"{what}: expected one, found {len(found)}")
    return found[0]


def _ids(element: Element) -> Iterator[str]:
    for child in element.elements():
        if "id" in child.attrs:
            yield child.attrs["id"]
        yield from _ids(child)


def _definitions(root: Element) -> dict[str, Definition]:
    """
    Return the terms the document defines by their anchor in the published standard.

    That is the explicit id of the dfn, or of the heading that is one; else the automatic id.
    """
    found: dict[str, Definition] = {}
    for element in root.descendants("dfn", *HEADINGS):
        if element.tag != "dfn" and "dfn" not in element.attrs:
            continue
        name = element.attrs.get("lt", "").split("|")[0] or element.text()
        anchor = element.attrs.get("id")
        if anchor is None:
            if not _OTHER_DFN_TYPES.isdisjoint(element.attrs):
                continue
            context = element.attrs.get("for", "").split(",")[0]
            anchor = _automatic_id(f"{context}-{name}" if context else name)
        if anchor in found:
            raise ExtractionError(f"two definitions have the anchor {anchor!r}")
        found[anchor] = Definition(name, _block(element))
    return found


def _automatic_id(term: str) -> str:
    """Return the id Bikeshed gives a dfn that has none."""
    hyphenated = re.sub(r"[\s/(,]+", "-", term.strip().lower().replace("()", ""))
    return re.sub(r"[^a-z0-9_-]", "", hyphenated).rstrip("-")


def _block(dfn: Element) -> Element:
    """Return the paragraph, heading or other block a dfn is in."""
    element = dfn
    while element.tag not in _ENDS_PARAGRAPH and element.parent is not None:
        element = element.parent
    return element


def _numbered_list(block: Element) -> Element | None:
    """
    Return the numbered list of the algorithm that starts at ``block``, None without one.

    Between the two stand at most notes and, after a heading, a paragraph ("Run these steps:").
    """
    for sibling in block.following():
        if sibling.tag == "ol":
            return sibling
        if not sibling.explanatory and not (block.tag in HEADINGS and sibling.tag == "p"):
            return None
    return None


def _number_steps(numbered: Element, prefix: str, found: Algorithm) -> None:
    """Add the steps of the list ``numbered`` to ``found``, their numbers after ``prefix``."""
    for position, item in enumerate(numbered.elements("li"), start=1):
        number = f"{prefix}{position}"
        if number in found.steps:
            raise ExtractionError(f"two lists of steps have the number {number!r}")
        # A step that is an open issue as a whole has its number all the same.
        found.steps[number] = item.text(lambda element: element.explanatory or element.tag == "ol")
        _number_nested_steps(item, f"{number}.", found)


def _number_nested_steps(parent: Element, prefix: str, found: Algorithm) -> None:
    """Add the steps and branches under ``parent``, a step or part of one, to ``found``."""
    for child in parent.elements():
        if child.explanatory:
            continue
        if child.tag == "ol":
            _number_steps(child, prefix, found)
        elif child.tag == "dl" and "switch" in child.classes:
            for letter, branch in zip(ascii_lowercase, child.elements("dd"), strict=False):
                found.branches.append(f"{prefix}{letter}")
                _number_nested_steps(branch, f"{prefix}{letter}.", found)
        elif child.tag in {"dl", "ul"} and any(child.descendants("ol")):
            raise ExtractionError(f"steps in a list without numbers, in {prefix!r}")
        else:
            _number_nested_steps(child, prefix, found)
