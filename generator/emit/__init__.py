"""From the resolved model to files: views, templates, formatting, comparing, writing."""
