"""How well lookup finds the article that answers a question, measured over a corpus with known answers."""
