"""How the weights of the ranking model come to be: python -m training --help."""
