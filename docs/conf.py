"""The configuration of Sphinx."""

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import attrs

HERE: Final = Path(__file__).parent
# For `docs`, and for the tests that it reads.
sys.path.insert(0, str(HERE.parent))

from sphinx.application import Sphinx  # noqa: E402 - behind the line that makes it importable
from sphinx.environment import BuildEnvironment  # noqa: E402 - behind the line that makes it importable

import cors_sim  # noqa: E402 - behind the line that makes it importable
from docs import generated, message_pages  # noqa: E402 - behind the line that makes it importable

project = "cors-sim"
author = "The cors_sim developers"
release = metadata.version("cors-sim")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "examples", "playground"]
nitpicky = True
smartquotes = False  # what is quoted is exact
# What Python's own documentation has is not linked to.
nitpick_ignore_regex = [
    (
        "py:.*",
        r"(collections\.abc\.)?(Awaitable|Callable|Hashable|Iterable|Iterator|Mapping|MutableMapping|Sequence)",
    ),
    ("py:.*", r"re\.(Match|Pattern)"),
    ("py:.*", r"(hypothesis\..*|pa\..*|pyarrow\..*|rich\..*|ssl\..*)"),
    ("py:.*", r"cors_sim\.show\.rewriting\.T"),  # a type variable
]

html_theme = "furo"
html_title = "cors-sim"
html_copy_source = False
html_show_copyright = False
html_show_sourcelink = False

default_role = "py:obj"
python_maximum_signature_line_length = 88
python_use_unqualified_type_names = True

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False
napoleon_use_rtype = False

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

# Public names are documented where everybody imports them from, not where they are defined.
PUBLIC: Final = {
    f"{value.__module__}.{value.__qualname__}": f"cors_sim.{name}"
    for name in cors_sim.__all__
    if callable(value := getattr(cors_sim, name)) and hasattr(value, "__qualname__")
}

_properties: dict[str, list[str]] = {}


def outdated(*_: object) -> list[str]:
    """The pages with parts that change when the pages do not."""
    return [
        path.relative_to(HERE).with_suffix("").as_posix()
        for path in HERE.rglob("*.md")
        if "_build" not in path.parts and generated.PLACE.search(path.read_text(encoding="utf-8"))
    ]


def fill(_app: Sphinx, _docname: str, source: list[str]) -> None:
    """Put the generated parts in their places."""
    source[0] = generated.filled(source[0])


def link_pages(_app: Sphinx, what: str, name: str, _obj: Any, _options: Any, lines: list[str]) -> None:  # noqa: ANN401 - as Sphinx calls it
    """Make links of the pages that a docstring names."""
    lines[:] = [re.sub(r"`docs/([\w/-]+)\.md`", r":doc:`/\1`", line) for line in lines]
    if what == "property":
        _properties[name] = list(lines)


def restore(_app: Sphinx, _what: str, name: str, _obj: Any, _options: Any, lines: list[str]) -> None:  # noqa: ANN401 - as Sphinx calls it
    """Undo what Napoleon did to a property: it takes what stands before a colon for a type."""
    lines[:] = _properties.pop(name, lines)


def resolve_public_name(app: Sphinx, env: BuildEnvironment, node: Any, content: Any) -> Any:  # noqa: ANN401 - as Sphinx calls it
    """Find the public name that a reference to the place of its definition means."""
    if node.get("refdomain") != "py":
        return None
    target = node["reftarget"]
    name, _, member = target.rpartition(".")
    candidates = [PUBLIC.get(target), f"{PUBLIC.get(name, name)}.{member}", f"cors_sim.{target}"]
    owner = getattr(cors_sim, name.rpartition(".")[2], None)
    if attrs.has(owner) and member in attrs.fields_dict(owner):
        # A field is documented among the parameters of its class.
        candidates.append(f"cors_sim.{owner.__name__}")
    domain = env.domains.python_domain
    for candidate in candidates:
        if candidate in domain.objects:
            return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", candidate, node, content)
    return None


def setup(app: Sphinx) -> None:
    """Connect the functions above."""
    app.connect("source-read", fill)
    app.connect("env-get-outdated", outdated)
    app.connect("builder-inited", lambda _: message_pages.write())
    app.connect("autodoc-process-docstring", link_pages, priority=400)
    app.connect("autodoc-process-docstring", restore, priority=600)
    app.connect("missing-reference", resolve_public_name)
