"""The models: log-linear, decomposable graphs, latent classes, and the lower bound."""
