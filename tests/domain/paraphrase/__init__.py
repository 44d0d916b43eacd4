"""The paraphrase of rulebooks."""
