"""Reading the YAML files of a spec, with every position kept."""

from generator.load.files import load

__all__ = ["load"]
