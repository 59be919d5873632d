"""The archive has no rules that YAML cannot say."""
