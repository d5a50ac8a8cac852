"""Texts that a spreadsheet would run."""

FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '"=1', "'=1", "＝1", "tekst;=1+1", "a;'\"-1"]
