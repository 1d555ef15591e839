"""What `newword.platform.files` writes with: a writer, and new content that takes a place."""
