"""Files in, wishes and problems out."""
