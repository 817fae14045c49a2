"""The lint finds each broken rule: a file with one thing wrong is told by its rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from export.lint import lint_gexf, lint_graphml

from idlib_graph.export.gexf import render_gexf
from idlib_graph.export.graphml import render_graphml
from idlib_graph.export.views import gather

if TYPE_CHECKING:
    from collections.abc import Callable

    from idlib_graph.analysis import Analysis

Break = tuple[str, str, str]  # what stands there, what comes in its place (once), the rule

DATA = r'<data key="%s">[^<]*</data>'
IN_GRAPHML: tuple[Break, ...] = (
    (r"^<\?xml", " <?xml", "not well-formed"),
    (r"^<\?xml[^>]*>\n", "", "byte 0"),
    (r'xmlns="http://graphml[^"]*"', 'xmlns:g="http://graphml.graphdrawing.org/xmlns"', "default"),
    (r"(<key [^>]*/>)((?s:.*))</graphml>", r"\2\1</graphml>", "keys stand first"),
    (r'edgedefault="directed"', 'edgedefault="undirected"', "directed by default"),
    (r'<graph id="[^"]*"', "<graph", "the graph has an id"),
    (r"(<node (?s:.*?)</node>)((?s:.*))</graph>", r"\2\1</graph>", "all nodes stand first"),
    (r"(<node [^>]*>)", r"\1<desc>x</desc>", "nothing but data"),
    (r"(<edge [^>]*)>", r'\1 directed="true">', "no edge says"),
    (r'for="node"', 'for="all"', "for nodes or for edges"),
    (r'id="n_line"', 'id="d7"', "n_NAME and e_NAME"),
    (r'attr.type="int"', 'attr.type="long"', "types are boolean"),
    (r'attr.name="line"', 'attr.name="timeset"', "no attribute is called timeset"),
    (r'attr.name="line"', 'attr.name="LABEL"', "more than case"),
    (r'(id="n_type"[^>]*)"string"', r'\1"double"', "one type a name"),
    (r'(attr.name="line"[^>]*)/>', r"\1><default>x</default></key>", "neither default nor desc"),
    (r'id="e_label"', 'id="n_label"', "never shared"),
    (DATA % "n_line", '<data key="n_line"></data>', "no value is empty"),
    (DATA % "n_line", '<data key="e_kind">x</data>', "a key of its own kind"),
    (DATA % "n_start", "", "present everywhere"),
    (DATA % "n_start", '<data key="n_start">nan</data>', "no double"),
    (DATA % "n_n_relations", '<data key="n_n_relations">1.0</data>', "no int"),
    (DATA % "n_active", '<data key="n_active">True</data>', "no boolean"),
    (DATA % "n_start", '<data key="n_start">2100.0</data>', "a start is before"),
    (DATA % "n_lifespans", '<data key="n_lifespans">2015</data>', "lifespans are"),
    (DATA % "n_community_history", '<data key="n_community_history">x</data>', "communities are"),
    (DATA % "n_color", '<data key="n_color">red</data>', "colours are"),
    (DATA % "n_line", "", "nodes have"),
    (DATA % "n_size", '<data key="n_size">101.0</data>', "sizes span"),
    (DATA % "n_x", '<data key="n_x">400.0</data>', "centre of gravity"),
    (DATA % "n_y", '<data key="n_y">-6000.0</data>', "within 5000"),
    (r'<node id="[^"]*"', '<node id="rtl"', "node ids are unique"),
    (r'<edge id="[^"]*"', '<edge id="membership-inf-markup"', "edge ids are unique"),
    (r'target="[^"]*"', 'target="nobody"', "nodes at both ends"),
    (DATA % "e_rid", '<data key="e_rid">other</data>', "rid is the XML id"),
    (DATA % "e_kind", '<data key="e_kind">alliance</data>', "an alliance is positive"),
    (DATA % "e_interaction", '<data key="e_interaction">x</data>', "interaction is the kind"),
    (DATA % "e_weight", '<data key="e_weight">0.0</data>', "above 0"),
    (DATA % "e_signed_weight", '<data key="e_signed_weight">0.9</data>', "sign times weight"),
    (DATA % "e_sources", "", "edges have"),
    (DATA % "e_claims", '<data key="e_claims">denied</data>', "only denied or expected"),
    (DATA % "e_color", '<data key="e_color">#000000</data>', "one colour"),
    (r'label="clash #2"', 'label="clash"', "numbered"),
    (r'label="clash #3"', 'label="clash #4"', "numbered"),
    (
        r'source="line-break" target="inf"|source="inf" target="line-break"',
        'source="line-break" target="inf"',
        "from the smaller id",
    ),
)
ATTVALUE = r'<attvalue for="%s" value="[^"]*"/>'
IN_GEXF: tuple[Break, ...] = (
    (r"^<\?xml[^>]*>\n", "", "byte 0"),
    (r' version="1.3"', "", "the version"),
    (r' mode="dynamic" timeformat', ' mode="static" timeformat', "the graph is dynamic"),
    (
        r"( +<attributes [^>]*dynamic(?s:.*?)</attributes>\n)( +<attr(?s:.*?)</attributes>\n)",
        r"\2\1",
        "the dynamic block",
    ),
    (r'title="line"', 'title="Line"', "is its title"),
    (r'id="line" title="line"', 'id="spells" title="spells"', "called spells"),
    (r'id="line" title="line"', 'id="7" title="7"', "called 7"),
    (r'id="line" title="line"', 'id="NAME" title="NAME"', "more than case"),
    (r'type="integer"', 'type="long"', "types are"),
    (r'(<node [^>]*label=)"[^"]*"', r'\1""', "a label is not empty"),
    (ATTVALUE % "line", '<attvalue for="line" value=""/>', "no value is empty"),
    (ATTVALUE % "active", "", "present everywhere"),
    (r'<spell start="[^"]*"', "<spell", "both a start and an end"),
    (r'<spell start="[^"]*"', '<spell start="2015-01"', "decimal years"),
    (r'(<spell start=")[^"]*(" end=")', r"\g<1>2100\2", "starts before it ends"),
    (r"(<spell [^>]*/>)", r"\1\1", "overlap are one"),
    (r'(<edge (?s:.*?)<spell start=")([^"]*)(" end=")[^"]*"', r'\1\2\3\2"', "visible width"),
    (r'(<edge (?s:.*?)<spell start=")[^"]*"', r'\g<1>1999.0"', "while its ends are"),
    (r"(<edge (?s:.*?))(<spell [^>]*/>)", r"\1\2\2", "one spell"),
    (r'<viz:size value="[^"]*"', '<viz:size value="3.0"', "sizes span"),
    (r'kind="clash #2"', 'kind="clash"', "numbered"),
    (r'weight="[^"]*"', 'weight="0.0"', "above 0"),
    (r'(for="community_at"[^>]* end=")[^"]*"', r'\g<1>1900.0"', "in order and apart"),
)  # fmt: skip


def _name(broken: Break) -> str:
    return f"{broken[2]}, {broken[1]}"


def _told(content: str, lint: Callable[[bytes], list[str]], broken: Break) -> list[str]:
    pattern, instead, _ = broken
    changed = re.sub(pattern, instead, content, count=1, flags=re.MULTILINE)
    assert changed != content
    try:
        return lint(changed.encode())
    except SyntaxError as error:
        return [f"not well-formed: {error}"]


@pytest.mark.parametrize("broken", IN_GRAPHML, ids=_name)
def test_a_broken_graphml_file_is_told(broken: Break, hostile: Analysis) -> None:
    content = render_graphml(gather(hostile)).decode()

    assert lint_graphml(content.encode()) == []
    assert any(broken[2] in problem for problem in _told(content, lint_graphml, broken))


@pytest.mark.parametrize("broken", IN_GEXF, ids=_name)
def test_a_broken_gexf_file_is_told(broken: Break, hostile: Analysis) -> None:
    content = render_gexf(gather(hostile)).decode()

    assert lint_gexf(content.encode()) == []
    assert any(broken[2] in problem for problem in _told(content, lint_gexf, broken))
