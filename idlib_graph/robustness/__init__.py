"""How sure a conclusion is: other draws of the evidence, one source less, other settings."""
