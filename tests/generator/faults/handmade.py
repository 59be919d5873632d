"""Faults that are no typo: YAML surprises, circles, contradictions. Each is one line put in."""
