"""Mutation testing: small faults are put into the code, one at a time, and the tests must notice.

    make mutants                       everything that is left to try; hours from nothing
    make mutants FILES=candidates      files with this in their name
    make mutants SECONDS=900           stop after so long; the next run goes on

What was tried is remembered in build/mutants by the text of the source file, so that a run tries
what changed; survivors are tried again each time. Mutants that no test can notice are listed in
`equivalent.toml` with the reason.
"""
