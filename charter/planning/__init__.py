"""What a change of the model would do, before anything is written."""
