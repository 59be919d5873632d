"""The generator: load, check, resolve, emit. It turns a domain spec into files."""
