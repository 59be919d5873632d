"""From a well-shaped tree to the resolved model: names made, expressions typed, defaults set."""
