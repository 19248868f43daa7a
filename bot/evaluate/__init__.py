"""Measuring the judgement on labelled data: `baton evaluate`."""
