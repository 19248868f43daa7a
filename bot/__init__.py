"""What the Rasa process loads: channel, judgement, components. Nothing here remembers between turns."""
