"""The language of `filter=`, that of AIP-160: text → tokens → tree → tests on fields → SQL.

Nothing of the text gets into a statement but as a parameter. Whatever the text, there is a test
or a `Malformed` that names the character.
"""
