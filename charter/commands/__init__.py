"""One module a command or group of commands. Heavy parts are imported inside the functions."""
