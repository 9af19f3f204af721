"""Sign-in sheets of one meeting, and attendance sheets of people by meetings."""
