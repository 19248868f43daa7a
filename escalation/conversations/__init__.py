"""The hub's use cases: what happens in conversations, what is shown of them, and what is learnt from them."""
