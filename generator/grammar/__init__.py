"""The grammar of the model language: described as data, checked, and published as JSON Schema."""

from generator.grammar.check import check_grammar
from generator.grammar.units import parse_amount, parse_interval

__all__ = ["check_grammar", "parse_amount", "parse_interval"]
