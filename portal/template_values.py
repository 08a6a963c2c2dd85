"""Values of a template found and written the short way.

A page of results has a thousand of them, and Django asks each whether it is a key, an attribute, an index, a function,
a number to localise or a time of another zone: see docs/adr/0034. What is not a plain case is left to Django.
"""

from collections.abc import Iterator
from html import escape

from django.template import Context, Node
from django.template.base import FilterExpression, Variable, VariableNode
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral, WithNode
from django.template.loader_tags import IncludeNode
from django.template.smartif import TokenBase
from django.utils.safestring import SafeString


def shortened(node: Node) -> Node:
    """The node, or one in its place, with its variables looked up and its value written the short way."""
    for expression in _expressions(node):
        variable = expression.var
        if type(variable) is Variable and variable.lookups and not variable.translate:
            expression.var = _Variable(variable.var)
    if type(node) is VariableNode:
        return _in_place_of(node, _Value(node.filter_expression))
    if type(node) is IfNode:
        return _in_place_of(node, _If(node.conditions_nodelists))
    return node


def _in_place_of(node: Node, other: Node) -> Node:
    other.token, other.origin = node.token, node.origin
    return other


class _Variable(Variable):
    """Looked up in plain dictionaries by key, in what has no keys by attribute."""

    __slots__ = ()

    def resolve(self, context: Context) -> object:
        value: object = context
        try:
            for bit in self.lookups:
                kind = type(value)
                if kind is dict or value is context:
                    value = value[bit]
                elif hasattr(kind, "__getitem__"):
                    return super().resolve(context)
                else:
                    value = getattr(value, bit)
                if callable(value):
                    return super().resolve(context)
        except Exception:
            # Django knows which errors mean that there is no such value.
            return super().resolve(context)
        return value


class _Value(VariableNode):
    """Writes a text as it is, once it is escaped; everything else as Django does."""

    def render(self, context: Context) -> str:
        try:
            value = self.filter_expression.resolve(context)
        except UnicodeDecodeError:
            return super().render(context)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value)
        return super().render(context)

    render_annotated = render  # Nobody asks where in a template an error was: see `portal.template_loader`.


class _If(IfNode):
    render_annotated = IfNode.render


def _expressions(node: Node) -> Iterator[FilterExpression]:
    if isinstance(node, VariableNode):
        yield node.filter_expression
    elif isinstance(node, IfNode):
        for condition, _nodes in node.conditions_nodelists:
            yield from _conditions(condition)
    elif isinstance(node, ForNode):
        yield node.sequence
    elif isinstance(node, (IncludeNode, WithNode)):
        yield from node.extra_context.values()


def _conditions(condition: TokenBase | None) -> Iterator[FilterExpression]:
    if isinstance(condition, TemplateLiteral):
        yield condition.value
    elif condition is not None:
        yield from _conditions(condition.first)
        yield from _conditions(condition.second)
