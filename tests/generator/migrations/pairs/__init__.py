"""Random pairs of models, and a filled database that is taken from one to the other and back.

`start.py` sketches a model from a seed, `rows.py` fills its tables, and the kinds of change in
`renames.py`, `fields.py`, `retypes.py`, `words.py`, `keys.py` and `tables.py` turn the sketch into
another while they do to the rows, in plain Python, what the migration has to do to them in the
database. `oracle.py` says which rows a model takes; `trial.py` runs the pair and compares.
"""
