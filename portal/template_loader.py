"""Templates whose constant words are translated when a process loads them, once a language, and not on every page.

A page has some sixty constant words and sentences with a place for a value, and translating them takes as long as all
its queries: see docs/adr/0034.
"""

from collections.abc import Iterator
from functools import lru_cache

from django.template import Context, Engine, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, Variable, render_value_in_context
from django.template.defaulttags import IfNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import get_language, gettext, pgettext

from portal.template_values import shortened

KEPT = frozenset(
    f"components/{name}.html" for name in ("filter_count", "since", "status_badge", "trust")
)  # fmt: skip
"""Components that stand many times on a page and say one of a few things."""

_SAID = 2_000


class Loader(cached.Loader):
    """Keeps each template once a language. A template is to be loaded in the language that it is rendered in."""

    def cache_key(self, template_name: str, skip: list | None = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list | None = None) -> Template:
        kept = self.get_template_cache.get(self.cache_key(template_name, skip))
        if isinstance(kept, Template):
            return kept
        template = super().get_template(template_name, skip)
        # An error page for developers quotes the template, so there every node stays as Django made it.
        _made_ready(template.nodelist, shorten=not self.engine.debug)
        return template


def _made_ready(nodes: NodeList, *, shorten: bool) -> None:
    """Turns, in place, constant `{% translate %}` and `{% blocktranslate %}` tags into text, or into text with holes,
    and joins what is then text beside text. `shorten`: values are looked up and written the short way, too."""
    joined: list[Node] = []
    for made in map(_ready, nodes):
        node = shortened(made) if shorten else made
        for inside in _inside(node):
            _made_ready(inside, shorten=shorten)
        if joined and isinstance(node, TextNode) and isinstance(joined[-1], TextNode):
            joined[-1] = TextNode(joined[-1].s + node.s)
        else:
            joined.append(node)
    nodes[:] = joined


class _Word(Node):
    """A translated word under a name: what `{% translate "..." as name %}` becomes."""

    child_nodelists = ()

    def __init__(self, name: str, word: str) -> None:
        self.name = name
        self.word = word

    def render(self, context: Context) -> str:
        context[self.name] = self.word
        return ""


class _Sentence(Node):
    """A translated sentence with values in it: what `{% blocktranslate with ... %}` becomes if nothing is counted."""

    child_nodelists = ()

    def __init__(self, sentence: str, values: dict[str, FilterExpression]) -> None:
        self.sentence = sentence
        self.values = values

    def render(self, context: Context) -> str:
        return self.sentence % {
            name: render_value_in_context(value.resolve(context), context) for name, value in self.values.items()
        }


class _Kept(IncludeNode):
    """A component included `only` with values: it says the same of the same ones, so what it said is kept."""

    def __init__(self, node: IncludeNode, name: str) -> None:
        super().__init__(node.template, extra_context=node.extra_context, isolated_context=True)
        self.origin, self.token = node.origin, node.token
        self.name = name
        self._said = lru_cache(_SAID, typed=True)(self._say)

    def render(self, context: Context) -> str:
        if not context.autoescape:
            return super().render(context)
        values = [value.resolve(context) for value in self.extra_context.values()]
        try:
            return self._said(context.template.engine, *values)
        except TypeError:  # A value that may change.
            return super().render(context)

    def _say(self, engine: Engine, *values: object) -> str:
        return engine.get_template(self.name).render(Context(dict(zip(self.extra_context, values, strict=True))))


def _ready(node: Node) -> Node:
    if isinstance(node, IncludeNode) and node.isolated_context and node.template.var in KEPT:
        return _Kept(node, node.template.var)
    if isinstance(node, BlockTranslateNode):
        return _sentence(node)
    if not (isinstance(node, TranslateNode) and _is_constant(node)):
        return node
    context = Context()
    text = node.render(context)
    return _Word(node.asvar, context[node.asvar]) if node.asvar else TextNode(text)


def _sentence(node: BlockTranslateNode) -> Node:
    """The node itself if it counts or names its sentence, or if a value of it comes from around the tag."""
    message, names = node.render_token_list(node.singular)
    values = node.extra_context
    if node.plural or node.asvar or not values.keys() >= set(names) or not _has_constant_context(node):
        return node
    context = node.message_context.resolve(Context()) if node.message_context else None
    sentence = pgettext(context, message) if context else gettext(message)
    try:
        alone = sentence % dict.fromkeys(names, "")
    except (KeyError, ValueError):  # Django then takes the sentence as it was written.
        return node
    return _Sentence(sentence, {name: values[name] for name in names}) if names else TextNode(alone)


def _is_constant(node: TranslateNode) -> bool:
    said = node.filter_expression
    is_literal = not said.filters and isinstance(said.var, Variable) and said.var.literal is not None
    return is_literal and _has_constant_context(node)


def _has_constant_context(node: TranslateNode | BlockTranslateNode) -> bool:
    return node.message_context is None or not isinstance(node.message_context.var, Variable)


def _inside(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        # Its `nodelist` is made anew each time it is asked for.
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        nodes = getattr(node, name, None)
        if nodes:
            yield nodes
