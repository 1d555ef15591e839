"""The reliability programme: the promises of docs/reliability.md, tried many times.

Run it with `make reliability` or, from tests/, `python -m reliability --help`.
"""
