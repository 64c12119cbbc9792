"""What a course is made of: frozen values, no input or output."""
