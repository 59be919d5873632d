"""What is wrong with a project, gathered as values and shown to people and to programs."""
