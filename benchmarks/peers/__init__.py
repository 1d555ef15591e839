"""The programs that newword is measured against, one file each."""
