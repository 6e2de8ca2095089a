"""A meeting on one screen: who is there, what is discussed, what the minutes will say; saved part by part."""
