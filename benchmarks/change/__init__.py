"""Changes of a model on a filled database, while its application is served: what others see."""
