"""From a request to one SQL statement: parse, plan, compile. No other package composes SQL."""
