"""The trail: triggers record every change; here is what only the application knows."""
