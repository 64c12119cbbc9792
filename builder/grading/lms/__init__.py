"""What learning systems take back: grades and feedback, in their own formats."""
